"""What did the press say, and is it about us? Knows nothing of incidents or Datasette."""
