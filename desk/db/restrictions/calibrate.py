"""Thresholds."""
def calibrate(connection, tell):
    pass
