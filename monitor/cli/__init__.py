"""The press half of the command line: sources, watches, polling and training."""

from __future__ import annotations

from monitor.cli.polling import poll
from monitor.cli.source import sources
from monitor.cli.watch import train, watches

#: Commands that ``lagesbild`` takes up.
COMMANDS = (poll, sources, watches, train)
