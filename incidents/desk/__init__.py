"""The desk: a Datasette plugin, and the only room that imports Datasette."""
