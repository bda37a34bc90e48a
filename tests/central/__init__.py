"""Tests of central on a real PostgreSQL."""
