"""Reading notices, for everybody who received them."""
