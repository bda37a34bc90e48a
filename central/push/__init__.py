"""A push: read leniently, examined without the database, applied in one transaction."""
