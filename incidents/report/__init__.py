"""From the record to a checked, approved, frozen and sent report."""
