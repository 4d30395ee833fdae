"""One module per format; each makes its whole output from the document tree and nothing else."""
