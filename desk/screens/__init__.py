"""One file a screen, its stylesheet beside it; no screen imports another."""
