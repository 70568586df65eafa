"""Measured claims: one script for every number that the docs print."""
