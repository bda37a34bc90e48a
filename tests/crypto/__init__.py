"""Keys, seals, slots and clocks."""
