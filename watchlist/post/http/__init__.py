"""The post over HTTP: the routes that serve it and the client that asks."""
