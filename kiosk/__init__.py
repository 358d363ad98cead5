"""The visitor's conversation and the appointment desk. Never knows the watchlist."""
