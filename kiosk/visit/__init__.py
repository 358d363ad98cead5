"""The visitor's conversation: a table of pages, pure."""
