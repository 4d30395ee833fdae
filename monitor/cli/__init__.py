"""The press half of the command line: sources, watches, polling and training."""
