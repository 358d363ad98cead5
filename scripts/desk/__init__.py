"""What IT staff tell the desk: departments, schedules, people, keys."""
