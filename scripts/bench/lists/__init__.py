"""`gatehouse bench lists`: from an approval at one hub until watches behind two hubs ring, and until they stop."""
