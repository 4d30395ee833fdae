"""What happened, what did we know, say and do? Stands on monitor, never the other way."""
