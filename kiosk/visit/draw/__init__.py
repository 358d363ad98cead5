"""What each page shows, in groups of pages. Pure."""
