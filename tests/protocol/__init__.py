"""The synchronisation protocol: what it is observed by, what must hold,
and a pure model that is driven by chance."""
