"""One list for many: what an authority signs of its list, and how whoever follows it takes it."""
