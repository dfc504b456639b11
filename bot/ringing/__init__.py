"""The ringer: carries bells to their doors, once each, and settles what became of them."""
