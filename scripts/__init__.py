"""Commands and composition roots: read settings, build, start, stop."""
