"""What an administrator does at a desk without its screens: one file a command."""
