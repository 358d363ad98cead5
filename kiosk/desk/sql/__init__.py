"""The desk's own database: SQLAlchemy Core on SQLite or PostgreSQL."""
