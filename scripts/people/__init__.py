"""Everything of `gatehouse people`: from photographs in folders to people on the list, and what becomes of them."""
