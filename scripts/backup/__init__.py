"""A home in one sealed file, and back."""
