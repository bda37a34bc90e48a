"""Matching of persons by name in any spelling: pure functions, no storage."""
