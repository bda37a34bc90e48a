"""The local store and the spool."""
