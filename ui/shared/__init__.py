"""What every screen shares: sizes, colours, texts, the bridge between threads."""
