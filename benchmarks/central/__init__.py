"""Figures of central beside floors measured in the same run."""
