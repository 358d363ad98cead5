"""`gatehouse keys`: what signs a shared list."""
