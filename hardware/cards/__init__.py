"""Card readers: what a card says, and when it comes and goes."""
