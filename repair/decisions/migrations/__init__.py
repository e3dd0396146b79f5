"""How a database gets the tables of this version: Alembic's scripts, one a step, run when a store is opened."""
