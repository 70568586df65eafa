"""Readers: one a file format. Each takes a Source and gives Rows, or raises BrokenFile."""
