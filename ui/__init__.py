"""Screens, and the only home of Qt."""
