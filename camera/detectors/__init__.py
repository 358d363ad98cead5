"""Finding faces in a picture: one protocol, its drivers, and a fake that plays a script."""
