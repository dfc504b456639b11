"""Units as the Office renames and merges them."""
