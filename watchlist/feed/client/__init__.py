"""Following a hub: one thread asks, keeps what it may believe and tells how the list stands."""
