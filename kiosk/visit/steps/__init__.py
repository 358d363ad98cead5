"""What each page does with what happens, in groups of pages. Pure."""
