"""Whom we look for, when we ring, and who was told."""
