"""Where the files that are shipped with the product lie: data/, docs/ and metadata.yml.

In a checkout they stand at the top; a wheel carries them under ``monitor/_shipped``.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def shipped(name: str) -> Path:
    """Return the path of a shipped file or folder, such as ``data/watches`` or ``metadata.yml``.

    Raises:
        FileNotFoundError: the installation lacks it.
    """
    for root in (_PACKAGE / "_shipped", _PACKAGE.parent):
        path = root / name
        if path.exists():
            return path
    raise FileNotFoundError(name)
