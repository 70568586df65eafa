"""Floor 4: the edge: HTTP API, page, widget, command line, and the one place that builds everything."""
