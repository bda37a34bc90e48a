"""Appeals and Council complaints: the machines, the terms, the registers, two offices on one case."""
