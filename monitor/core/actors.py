"""Who does something, and what their role lets them do.

Pure: no clock, no store, no network. Every function that writes for a person takes an
:class:`Actor` and asks it, so that the desk and the command line obey the same rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from monitor.core.errors import PermissionDeniedError
from monitor.core.messages import label

_READER: Final = frozenset({"read"})
_EDITOR: Final = _READER | {
    "judge", "record", "report", "send", "lists", "duty_approve", "alerts", "rota",
}  # fmt: skip

#: What each role may do. An approver is an editor who may also approve (rule D5 keeps her from
#: approving her own words); administrators run the machine and write no record.
ROLES: Final[dict[str, frozenset[str]]] = {
    "reader": _READER,
    "editor": _EDITOR,
    "approver": _EDITOR | {"approve", "watches"},
    "archivist": _READER | {"disclose", "purge"},
    "administrator": _READER
    | {"sources", "watches", "users", "lists", "settings", "sql", "alerts", "rota"},
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone or something that acts.

    Attributes:
        name: user name, or ``system:poller`` and the like.
        role: one of :data:`ROLES`, or ``system``.
        user_id: ``users.id``; None for the system.
        display: the name that people read.
    """

    name: str
    role: str
    user_id: int | None = None
    display: str = ""

    def may(self, permission: str) -> bool:
        """Tell whether the role holds the permission; the system may do what it was built for."""
        return self.role == "system" or permission in ROLES.get(self.role, frozenset())

    def require(self, permission: str) -> None:
        """Refuse an actor whose role lacks the permission.

        Raises:
            PermissionDeniedError: with the permission's Swedish phrase.
        """
        if not self.may(permission):
            raise PermissionDeniedError(permission=label("permissions", permission))


def system(part: str) -> Actor:
    """Return the actor of a part of the program itself, for example ``system("poller")``."""
    return Actor(name=f"system:{part}", role="system", display="Lägesbild")
