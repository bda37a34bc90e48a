"""Terminal pieces that screens share."""
