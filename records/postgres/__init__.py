"""A database on a PostgreSQL server, for several programs and PCs at once."""
