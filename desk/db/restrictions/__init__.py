"""The list of restrictions in an encrypted file of its own, and the search over it."""
