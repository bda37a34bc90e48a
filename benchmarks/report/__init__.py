"""The year's report over a large register."""
