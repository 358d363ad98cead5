"""One face check: find the face, guide it, take shots, ask for turns, compare with one photograph, forget."""
