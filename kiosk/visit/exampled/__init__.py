"""The example states, in groups of pages, and the made-up patients in them. Pure."""
