"""Carries out what the conversation wants: asks the desk, prints, borrows the camera. Knows no screen."""
