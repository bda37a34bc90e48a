"""The reception desk: offline first, synchronised with central when there is a line."""

__version__ = "0.1.0"
