"""The law as data: dated tables and their small reader."""
