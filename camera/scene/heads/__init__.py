"""A drawn patient: one frontal photograph on the surface of a head, which turns, nods and comes closer. Simulated."""
