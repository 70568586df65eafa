"""The demo shop: a whole shop invented from a seed, so that a newcomer has something to talk to."""
