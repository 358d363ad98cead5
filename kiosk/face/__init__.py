"""What a face check may and may not conclude. Pure."""
