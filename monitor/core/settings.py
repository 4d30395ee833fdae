"""Settings: defaults, then ``lagesbild.toml`` in the state folder, then ``LAGESBILD_*``.

What administrators chose in the desk stands between the defaults and the file, and is laid there by
:mod:`monitor.core.chosen`, for it lies in the database that these settings say where to find.
``state`` is the folder that holds everything a running Lägesbild owns.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from monitor.core.errors import SettingsError, SetupError

#: Where the state lies when nobody says: below the folder the command is run in.
DEFAULT_STATE = Path("data/var")
#: The settings file's name in the state folder.
FILE = "lagesbild.toml"
_PREFIX = "LAGESBILD_"
_PLAIN = re.compile(r"[ -~]*")
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")


def _setting(default: Any, help_text: str, fixed: str = "") -> Any:
    """Describe a setting; ``fixed`` says in Swedish why the desk does not change it."""
    return field(default=default, metadata={"help": help_text, "fixed": fixed})


@dataclass(frozen=True)
class Settings:
    """Every setting, with its unit in its name. ``help`` is Swedish and ends up in the handbook."""

    state: Path = _setting(
        DEFAULT_STATE,
        "Mapp för databas, underlag, modeller och kopior.",
        "Mappen måste vara känd innan databasen kan öppnas.",
    )
    allow_private: tuple[str, ...] = _setting(
        (),
        "Privata adresser som får hämtas, exakta par värd:port åtskilda av komma.",
        "Öppnar delar av det egna nätet. Det avgör den som sköter servern.",
    )
    contact: str = _setting("", "Adress som medier kan kontakta om hämtningen; står i User-Agent.")
    ca_file: str = _setting(
        "",
        "Fil med certifikat att lita på utöver de vanliga.",
        "Filen ligger på servern och avgör vilka servrar som litas på.",
    )
    fetch_max_mb: int = _setting(10, "Största svar som hämtas, MB.")
    fetch_timeout_s: int = _setting(30, "Längsta tid för en hämtning, sekunder.")
    fetch_parallel: int = _setting(32, "Så många hämtningar som får pågå samtidigt.")
    backup_days: int = _setting(
        90, "Dagar som en säkerhetskopia sparas; äldre tas bort när en ny har tagits."
    )
    session_hours: int = _setting(12, "Timmar tills en inloggning går ut.")
    session_idle_minutes: int = _setting(
        120, "Minuter utan att något görs, tills en inloggning går ut."
    )
    desk_url: str = _setting(
        "", "Skrivbordets adress, till exempel https://lagesbild.region.se; länkar i rapporter."
    )
    secure_cookies: bool = _setting(
        False,
        "Sätt till true när skrivbordet nås över https (genom en proxy).",
        "Hör ihop med proxyn. Fel värde stänger ute alla, även den som ändrade.",
    )
    smtp_host: str = _setting("", "Server för e-post. Tom: breven läggs i mappen outbox.")
    smtp_port: int = _setting(25, "Port för e-post.")
    smtp_starttls: bool = _setting(False, "Kräv STARTTLS mot e-postservern.")
    smtp_user: str = _setting(
        "", "Användarnamn hos e-postservern.", "Anges på samma ställe som lösenordet."
    )
    smtp_password: str = _setting(
        "",
        "Lösenord hos e-postservern.",
        "Ett lösenord ska inte ligga i databasen, som kopieras och läses av fler.",
    )
    mail_from: str = _setting("lagesbild@localhost", "Avsändare av rapporter.")
    trusted_proxy: str = _setting(
        "",
        "Adress till den proxy vars huvud för inloggad användare godtas.",
        "Den som kunde ändra den kunde logga in som vem som helst.",
    )
    proxy_user_header: str = _setting(
        "",
        "Huvud med användarnamn från en betrodd proxy.",
        "Den som kunde ändra det kunde logga in som vem som helst.",
    )

    @property
    def database(self) -> Path:
        """Return the path of the one SQLite file."""
        return self.state / "lagesbild.db"

    @property
    def evidence(self) -> Path:
        """Return the folder of frozen copies."""
        return self.state / "evidence"

    @property
    def models(self) -> Path:
        """Return the folder of trained models."""
        return self.state / "models"

    @property
    def backups(self) -> Path:
        """Return the folder of backups."""
        return self.state / "backups"

    @property
    def outbox(self) -> Path:
        """Return the folder that reports to folders, and mail without a server, are written to."""
        return self.state / "outbox"


def load_settings(
    state: Path | None = None, environment: Mapping[str, str] | None = None
) -> Settings:
    """Read the settings.

    Args:
        state: as given on the command line; beats ``LAGESBILD_STATE``.
        environment: ``os.environ`` when left out.

    Raises:
        SettingsError: unknown name, or a value that cannot be used.
        SetupError: the folder is a file.
    """
    given = os.environ if environment is None else environment
    folder = state or Path(given.get("LAGESBILD_STATE") or DEFAULT_STATE)
    if folder.exists() and not folder.is_dir():
        raise SetupError(why=f"{folder} är en fil. Ange en mapp med --state.")
    values: dict[str, Any] = {}
    known = {item.name: item for item in fields(Settings)}
    for name, value in _from_file(folder / FILE).items():
        if name not in known or name == "state":
            raise SettingsError(name=name, why=f"den finns inte i {FILE}.{_nearest(name, known)}")
        values[name] = convert(name, value, known[name].default)
    for name, item in known.items():
        text = given.get(f"{_PREFIX}{name.upper()}")
        if text is not None and name != "state":
            values[name] = convert(name, text, item.default)
    _refuse_unknown(given, known)
    settings = Settings(state=folder, **values)
    check(settings)
    return settings


def variable(name: str) -> str:
    """Return the name of a setting's environment variable."""
    return f"{_PREFIX}{name.upper()}"


def origins(state: Path, environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return where each setting is given: environment, file, start or default, as loading reads it.

    Args:
        state: the folder in use; "start" when it was not the environment that named it.

    Raises:
        SettingsError: the file cannot be read.
    """
    given = os.environ if environment is None else environment
    in_file = _from_file(state / FILE)
    found = {
        item.name: "environment"
        if variable(item.name) in given
        else "file"
        if item.name in in_file
        else "default"
        for item in fields(Settings)
    }
    if given.get(variable("state")) != str(state):
        found["state"] = "default" if state == DEFAULT_STATE else "start"
    return found


def _refuse_unknown(given: Mapping[str, str], known: Collection[str]) -> None:
    """Refuse a variable that looks like ours and is none: it was meant to do something."""
    for variable in sorted(given):
        name = variable.removeprefix(_PREFIX)
        if variable.startswith(_PREFIX) and name.lower() not in known:
            near = _nearest(name.lower(), known, upper=True)
            raise SettingsError(name=variable, why=f"den finns inte.{near}")


def _nearest(name: str, known: Collection[str], *, upper: bool = False) -> str:
    found = get_close_matches(name, known, n=1, cutoff=0.6)
    if not found:
        return " Ta bort den."
    return f" Menade du {_PREFIX + found[0].upper() if upper else found[0]}?"


def check(settings: Settings) -> None:
    """Refuse values that would only show themselves as links and sign-ins that do not work.

    Raises:
        SettingsError: says which and why.
    """
    faults = {
        "desk_url": _no_desk_url(settings.desk_url),
        "trusted_proxy": _no_address(settings.trusted_proxy),
        "proxy_user_header": _no_header(settings),
        "mail_from": "" if "@" in settings.mail_from else "det är ingen e-postadress.",
        "ca_file": ""
        if not settings.ca_file or Path(settings.ca_file).is_file()
        else f"filen {settings.ca_file} finns inte.",
        "smtp_port": "" if settings.smtp_port < 65536 else "en port är högst 65535.",
        # It goes into a header of every fetch, which takes nothing else.
        "contact": "" if _PLAIN.fullmatch(settings.contact) else "skriv utan å, ä, ö och radbyten.",
    }
    for name, why in faults.items():
        if why:
            raise SettingsError(name=_PREFIX + name.upper(), why=why)


def _no_desk_url(address: str) -> str:
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        port_ok = parts.port != 0
    except ValueError:
        return f"”{address}” är ingen webbadress."
    whole = parts.scheme in {"http", "https"} and parts.hostname and port_ok
    extra = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    if whole and not extra and not any(letter.isspace() for letter in address):
        return ""
    return f"”{address}” ska vara som https://lagesbild.region.se, utan något efter värdnamnet."


def _no_address(proxy: str) -> str:
    if not proxy:
        return ""
    try:
        ip_address(proxy)
    except ValueError:
        return f"”{proxy}” ska vara proxyns IP-adress, till exempel 10.0.0.5."
    return ""


def _no_header(settings: Settings) -> str:
    header = settings.proxy_user_header
    if not header:
        return ""
    if not _HEADER.fullmatch(header):
        return f"”{header}” är inget namn på ett huvud."
    if not settings.trusted_proxy:
        return f"ange också {_PREFIX}TRUSTED_PROXY: utan den godtas huvudet från ingen."
    return ""


def _from_file(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(name=str(path), why="filen går inte att läsa som TOML.") from error


def convert(name: str, value: Any, default: Any) -> Any:
    """Return a setting's value, of the type its default has, from how it is written.

    Raises:
        SettingsError: it is not written so.
    """
    shown = f"{_PREFIX}{name.upper()}"
    if isinstance(default, bool):
        return _convert_bool(shown, value)
    if isinstance(default, int):
        try:
            number = int(value)
        except (TypeError, ValueError) as error:
            raise SettingsError(name=shown, why=f"”{value}” är inget heltal.") from error
        if number < 1:
            raise SettingsError(name=shown, why="värdet måste vara minst 1.")
        return number
    if isinstance(default, tuple):
        parts = value if isinstance(value, list) else str(value).split(",")
        return tuple(_pair(shown, str(part).strip()) for part in parts if str(part).strip())
    return str(value)


def _convert_bool(shown: str, value: Any) -> bool:
    known = {"true": True, "1": True, "ja": True, "false": False, "0": False, "nej": False}
    text = str(value).strip().lower()
    if text not in known:
        raise SettingsError(name=shown, why=f"”{value}” är varken true eller false.")
    return known[text]


def _pair(shown: str, text: str) -> str:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise SettingsError(name=shown, why=f"”{text}” är inte på formen värd:port.")
    return text.lower()
