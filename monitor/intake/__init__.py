"""From a source address to a stored article version."""
