"""Model files: which are known, which are installed, and how they get here."""
