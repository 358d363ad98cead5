"""Everything of `gatehouse bench`: ours beside the `face_recognition` package, on the same work."""
