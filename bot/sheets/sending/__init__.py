"""Lists as whoever sends them sees them."""
