"""A pure model of the protocol: no database, no network, no clock but its own."""
