"""From an aligned face to a vector: one embedder a file, each behind the same protocol."""
