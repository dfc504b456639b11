"""The courier: carries the letters of the ledger, once each, and settles what became of them."""
