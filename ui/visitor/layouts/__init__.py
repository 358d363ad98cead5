"""One file for each layout of a page."""
