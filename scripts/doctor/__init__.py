"""Everything of `gatehouse doctor`: every part tried for real."""
