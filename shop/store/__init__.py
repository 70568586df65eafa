"""The store: everything that is true, in SQL (SQLAlchemy, Alembic)."""
