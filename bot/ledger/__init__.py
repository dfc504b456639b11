"""The ledger of every letter: what slices plan, change and halt, by every door."""
