"""A database in one file of this PC."""
