"""Commands of the operator: one file each, and the parser of their arguments."""
