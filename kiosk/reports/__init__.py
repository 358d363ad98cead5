"""What patients tell of scalpers, on its way to the list of a hub."""
