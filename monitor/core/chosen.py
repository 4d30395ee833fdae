"""The settings that administrators choose in the desk: which, within what, and when they count.

They lie in the table ``settings``. What stands in the environment or in ``lagesbild.toml`` goes
before them, so that whoever looks after the machine has the last word.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any

from monitor.core import log
from monitor.core.actors import Actor
from monitor.core.errors import ConflictError, InputError, SettingsError
from monitor.core.settings import Settings, check, convert, origins
from monitor.core.store import Store

#: When a change counts, as the page says it.
AT_ONCE = "Gäller genast."
NEXT_SIGN_IN = "Gäller den som loggar in efter ändringen."
NEXT_MESSAGE = "Gäller nästa brev, inom en halv minut."
NEXT_ROUND = "Gäller från nästa hämtning, inom några sekunder."
NEXT_BACKUP = "Gäller när nästa säkerhetskopia tas."


@dataclass(frozen=True, slots=True)
class Choice:
    """A setting that the desk changes.

    Attributes:
        label: Swedish, what people call it.
        counts: Swedish, when a change counts.
        least, most: of a number, in the setting's own unit; 0 where it is no number. Narrower than
            the file's, for a slip here must not lock people out or stop the fetching.
        form: what a text must look like, and the Swedish words for it.
    """

    name: str
    label: str
    counts: str
    least: int = 0
    most: int = 0
    form: tuple[str, str] = (r"[^\x00-\x1f]{0,200}", "Skriv högst 200 tecken på en rad.")


_ADDRESS = r"[^@\s<>,;]{1,64}@[^@\s<>,;]{1,190}", "Skriv en e-postadress, som lagesbild@region.se."
_HOST = r"[A-Za-z0-9._:-]{0,253}", "Skriv bara serverns namn, som smtp.region.se."

#: The page's parts, each with a form of its own.
GROUPS: Mapping[str, tuple[Choice, ...]] = MappingProxyType(
    {
        "Skrivbordet": (Choice("desk_url", "Skrivbordets adress", AT_ONCE),),
        "Inloggning": (
            Choice("session_hours", "Längsta inloggning, timmar", NEXT_SIGN_IN, 1, 168),
            Choice("session_idle_minutes", "Längsta vila, minuter", AT_ONCE, 5, 1440),
        ),
        "E-post": (
            Choice("mail_from", "Avsändare", NEXT_MESSAGE, form=_ADDRESS),
            Choice("smtp_host", "E-postserver", NEXT_MESSAGE, form=_HOST),
            Choice("smtp_port", "Port", NEXT_MESSAGE, 1, 65535),
            Choice("smtp_starttls", "Kräv STARTTLS", NEXT_MESSAGE),
        ),
        "Hämtning": (
            Choice("contact", "Kontaktadress för medier", NEXT_ROUND),
            Choice("fetch_max_mb", "Största svar, MB", NEXT_ROUND, 1, 100),
            Choice("fetch_timeout_s", "Längsta tid för ett svar, sekunder", NEXT_ROUND, 5, 300),
            Choice("fetch_parallel", "Hämtningar samtidigt", NEXT_ROUND, 1, 200),
        ),
        "Säkerhetskopior": (Choice("backup_days", "Dagar att spara", NEXT_BACKUP, 7, 3650),),
    }
)
CHOICES: Mapping[str, Choice] = MappingProxyType(
    {one.name: one for group in GROUPS.values() for one in group}
)
#: A password is sent to the server, so whoever gives one gives the other.
_WITH_PASSWORD = frozenset({"smtp_host", "smtp_port", "smtp_starttls"})
_DEFAULTS: Mapping[str, Any] = MappingProxyType({one.name: one.default for one in fields(Settings)})

_STORED = "SELECT name, value FROM settings ORDER BY name"
#: Name -> value as chosen; None: the default.
Stored = dict[str, str | None]


def stored(store: Store) -> Stored:
    """Return what was chosen in the desk."""
    return {row["name"]: row["value"] for row in store.rows(_STORED)}


def locked(settings: Settings, where: Mapping[str, str]) -> dict[str, str]:
    """Return the settings that somebody else decides: "environment", "file" or "password".

    Args:
        where: as :func:`monitor.core.settings.origins` tells it.
    """
    given = {name: where[name] for name in CHOICES if where[name] != "default"}
    secret = dict.fromkeys(_WITH_PASSWORD, "password") if settings.smtp_password else {}
    return {**secret, **given}


def laid_over(settings: Settings, chosen: Stored, where: Mapping[str, str]) -> Settings:
    """Return the settings in force: what was chosen, where nobody else decides.

    A value that no longer holds is left out and logged, so that no choice keeps us from starting.
    """
    others = locked(settings, where)
    for name, value in chosen.items():
        if name not in CHOICES or name in others:
            continue
        try:
            settings = _with(settings, name, value)
        except SettingsError as error:
            log.trouble("setting_left_out", setting=name, error=error)
    return settings


def _with(settings: Settings, name: str, value: str | None) -> Settings:
    default = _DEFAULTS[name]
    changed = replace(
        settings, **{name: default if value is None else convert(name, value, default)}
    )
    check(changed)
    return changed


def in_force(store: Store, settings: Settings) -> Settings:
    """Return the settings with what was chosen in the desk laid in.

    Args:
        settings: as they were at the start, or an earlier answer.
    """
    chosen = stored(store)
    return laid_over(settings, chosen, origins(settings.state)) if chosen else settings


def at_start(settings: Settings) -> Settings:
    """Return the settings in force by the file alone, before anybody opened it as a store.

    A file that is missing, older or damaged changes nothing here: opening it tells.
    """
    if not settings.database.is_file():
        return settings
    try:
        address = f"{settings.database.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            chosen = dict(connection.execute(_STORED).fetchall())
    except sqlite3.Error:
        return settings
    return laid_over(settings, chosen, origins(settings.state)) if chosen else settings


class Following:
    """The settings in force for somebody who runs on: read again when a choice has changed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._seen: Stored = {}

    def now(self, store: Store) -> Settings:
        """Return the settings in force; the same object until a choice changes."""
        chosen = stored(store)
        if chosen != self._seen:
            try:
                where = origins(self._settings.state)
            except SettingsError as error:  # somebody is in the middle of writing the file
                log.trouble("settings_not_read", error=error)
                return self._settings
            self._settings = laid_over(self._settings, chosen, where)
            self._seen = chosen
        return self._settings


def revision(store: Store, group: str) -> int:
    """Return a number that grows whenever something of a group is changed."""
    names = [one.name for one in GROUPS[group]]
    marks = ", ".join("?" * len(names))
    return int(
        store.value(
            f"SELECT coalesce(sum(revision), 0) FROM settings WHERE name IN ({marks})", names
        )
    )


def choose(
    store: Store, actor: Actor, settings: Settings, group: str, typed: Mapping[str, str], seen: int
) -> list[str]:
    """Store what was typed in a group's form; return the names of what changed.

    Args:
        settings: in force now.
        typed: name -> value as written; empty for the default. What is left out stays.
        seen: the group's :func:`revision` when the form was filled in.

    Raises:
        PermissionDeniedError, InputError, ConflictError: nothing is stored then.
    """
    actor.require("settings")
    with store.writing(actor):
        if revision(store, group) != seen:
            raise ConflictError(
                why="Någon annan har ändrat samma inställningar medan du skrev. Läs under Senaste "
                "ändringar, och spara igen om det ändå ska bli som du skrev."
            )
        others = locked(settings, origins(settings.state))
        changed = []
        for one in GROUPS[group]:
            if one.name not in typed or one.name in others:
                continue
            value = typed[one.name].strip() or None
            wanted = _checked(settings, one, value)
            if getattr(wanted, one.name) != getattr(settings, one.name):
                _store(store, actor, one.name, value)
                changed.append(one.name)
    return changed


def _checked(settings: Settings, one: Choice, value: str | None) -> Settings:
    try:
        wanted = _with(settings, one.name, value)
    except SettingsError as error:
        why = str(error.facts["why"])
        raise InputError(field=one.label, why=why[:1].upper() + why[1:], name=one.name) from error
    now = getattr(wanted, one.name)
    if one.most and not one.least <= now <= one.most:
        why = f"Välj ett heltal från {one.least} till {one.most}."
        raise InputError(field=one.label, why=why, name=one.name)
    pattern, words = one.form
    if isinstance(now, str) and not re.fullmatch(pattern, now):
        raise InputError(field=one.label, why=words, name=one.name)
    return wanted


def _store(store: Store, actor: Actor, name: str, value: str | None) -> None:
    store.execute(
        "INSERT INTO settings (name, value, revision, changed_at, changed_by)"
        " VALUES (:name, :value, 1, :at, :by) ON CONFLICT (name) DO UPDATE SET value = :value,"
        " revision = revision + 1, changed_at = :at, changed_by = :by",
        {"name": name, "value": value, "at": store.now(), "by": actor.user_id},
    )
