"""`gatehouse login` and `logout`: a session at a hub, kept for the commands that follow."""
