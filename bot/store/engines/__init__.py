"""The two engines that a store may be on, and which of them an address means."""
