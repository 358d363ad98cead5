"""Pixels in, tracked and encoded faces out. Knows no names and no list."""
