"""Questions as the Office reads and answers them."""
