"""Everything of `gatehouse demo`: the real programs, shown on one PC."""
