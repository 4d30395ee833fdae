"""``python -m incidents`` is the command ``lagesbild``."""

from __future__ import annotations

import sys

from incidents.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
