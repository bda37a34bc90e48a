"""Synchronisation with central: client, worker, merge. No terminal here."""
