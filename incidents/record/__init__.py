"""The record: incidents and everything that is linked to them."""
