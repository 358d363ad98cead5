"""`gatehouse screens`."""
