"""A shared list in one sealed file, for sites without a network."""
