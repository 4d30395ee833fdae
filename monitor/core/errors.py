"""Every error a person or a program may meet.

LagesbildError                     base; never raised directly
├─ SetupError                      stops the start
│  ├─ SettingsError(name)          a setting is missing or wrong
│  └─ SchemaError                  database is not ours, too new, or a step failed
├─ StoreError                      the database could not do it
│  ├─ StoreBusyError(waited_s)
│  ├─ StoreFullError
│  └─ StoreDamagedError(path)
│     └─ BackupDamagedError(path)   a copy is not whole, or none of ours
├─ NotFoundError(kind, id)
├─ PermissionDeniedError(permission)
├─ ConflictError                   the world moved on since you looked
│  ├─ StaleEditError(kind, id, by, at)
│  └─ MoveError(kind, frm, to)     state change not allowed
├─ InputError(field)               a person's or file's value does not hold
├─ RuleError(rule)                 one of the rules D1-D14 refused a write
├─ WorldError(url)                 outside did not do as hoped; recorded on the source
│  ├─ FetchError(kind, status, retry_after_s)
│  └─ ParseError(where)
├─ ModelError
│  ├─ NotEnoughLabelsError(have, need)
│  └─ ModelMismatchError(expected, found)
└─ ReportError
   ├─ BlockedError(findings)       the report linter found blockers
   └─ IssuedError(number)          an issued report is never changed, only corrected

Expected outcomes (not modified, duplicate, no text, unsure) are values, not errors.
People never see ``str(error)``: they see :func:`monitor.core.messages.explain`.
"""

from __future__ import annotations

from typing import Any, ClassVar


class LagesbildError(Exception):
    """Never raised directly.

    Attributes:
        key: message key; the Swedish sentence stands in ``locale/sv.toml``.
        facts: values that the sentence names.
    """

    key: ClassVar[str] = "error"

    def __init__(self, detail: str = "", **facts: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.facts: dict[str, Any] = facts

    def __str__(self) -> str:
        """Return an English line for logs: class, detail, facts and cause."""
        parts = [type(self).__name__]
        if self.detail:
            parts.append(self.detail)
        parts += [f"{name}={value!r}" for name, value in self.facts.items()]
        if self.__cause__ is not None:
            parts.append(f"{type(self.__cause__).__name__}: {self.__cause__}")
        return ": ".join(parts)


class SetupError(LagesbildError):
    """The program cannot start."""

    key = "setup"


class SettingsError(SetupError):
    """A setting is missing or wrong. Facts: name, why (Swedish)."""

    key = "settings"


class SchemaError(SetupError):
    """The database is not ours, is newer than this program, or a migration failed."""

    key = "schema"


class StoreError(LagesbildError):
    """The database could not do what was asked."""

    key = "store"


class StoreBusyError(StoreError):
    """Another writer held the file too long. Facts: waited_s."""

    key = "store_busy"


class StoreFullError(StoreError):
    """The disk is full; nothing was written."""

    key = "store_full"


class StoreDamagedError(StoreError):
    """The file does not read as a database. Facts: path."""

    key = "store_damaged"


class BackupDamagedError(StoreDamagedError):
    """A backup is not whole, or none of ours. Facts: path."""

    key = "backup_damaged"


class NotFoundError(LagesbildError):
    """Facts: kind (Swedish noun), id."""

    key = "not_found"


class PermissionDeniedError(LagesbildError):
    """The actor's role does not allow it. Facts: permission (Swedish phrase)."""

    key = "permission_denied"


class ConflictError(LagesbildError):
    """The world moved on since the person looked. Facts: why (Swedish sentence)."""

    key = "conflict"


class StaleEditError(ConflictError):
    """Someone else changed the same thing. Facts: kind, id, by, at."""

    key = "stale_edit"


class MoveError(ConflictError):
    """A change of state that is not allowed. Facts: kind, frm, to (Swedish labels)."""

    key = "move"


class InputError(LagesbildError):
    """A value from a person or a file does not hold. Facts: field, why (Swedish)."""

    key = "input"


class CredentialsError(InputError):
    """A name and a password do not fit, whichever of them it is. Facts: name of a field."""

    key = "credentials"


class RuleError(LagesbildError):
    """A rule of the record refused the write. Facts: rule ('D6'), why (Swedish sentence)."""

    key = "rule"


class WorldError(LagesbildError):
    """Outside did not do as hoped. Facts: url. Recorded on the source, not raised past the poll."""

    key = "world"


class FetchError(WorldError):
    """Facts: url, status (or None), retry_after_s (or None), reason (message key)."""

    key = "fetch"


class ParseError(WorldError):
    """Facts: url, where."""

    key = "parse"


class ModelError(LagesbildError):
    """The classifier cannot do what was asked."""

    key = "model"


class NotEnoughLabelsError(ModelError):
    """Facts: have, need (numbers of labels)."""

    key = "not_enough_labels"


class ModelMismatchError(ModelError):
    """The stored model is not the one its row describes. Facts: expected, found (digests)."""

    key = "model_mismatch"


class ReportError(LagesbildError):
    """A report cannot take the step asked for."""

    key = "report"


class BlockedError(ReportError):
    """The report linter found blockers. Facts: findings (list), count."""

    key = "blocked"


class IssuedError(ReportError):
    """An issued report is never changed, only corrected. Facts: number."""

    key = "issued"
