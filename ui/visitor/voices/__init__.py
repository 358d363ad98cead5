"""Ways to read aloud, each alone in its file."""
