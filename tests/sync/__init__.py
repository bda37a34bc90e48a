"""Synchronisation against the real central, and against everything that is not central."""
