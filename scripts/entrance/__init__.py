"""What watch and replay share at the entrance: its settings, what rings, and how that is told."""
