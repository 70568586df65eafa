"""One file a command; each holds `command`. They import what is heavy only when they run."""
