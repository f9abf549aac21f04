"""The domain: one package per capability, over PostgreSQL with PostGIS."""
