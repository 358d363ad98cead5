"""Things with a plug: each a protocol with a fake beside it."""
