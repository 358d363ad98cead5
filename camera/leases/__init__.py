"""How other programs borrow a camera from its worker: mirror frames, faces, one face check."""
