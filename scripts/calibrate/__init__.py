"""Everything of `gatehouse calibrate`: misses and false alarms, measured on photographs."""
