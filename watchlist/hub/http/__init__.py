"""A hub's list over HTTP: the routes that serve it, the client that asks, and the table of calls both go by."""
