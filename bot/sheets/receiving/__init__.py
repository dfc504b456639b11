"""Lists as whoever receives them sees them."""
