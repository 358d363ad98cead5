"""What people tell about scalpers: kept, searched, gathered in groups, and no entry of the list."""
