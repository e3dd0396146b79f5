"""Alembic migrations, which create and upgrade the tables when a store is opened."""
