"""The command ``lagesbild``: everything the desk does that a program or an operator may want."""
