"""The commands, as whoever runs them sees them."""
