"""Everything of `gatehouse watch`: the camera workers and the loop that hears them."""
