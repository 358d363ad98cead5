"""`gatehouse guards`: who may log in at a guard's screen."""
