"""Signing in: argon2id passwords, throttled attempts, sessions.

Hashing takes a fraction of a second on purpose, so it is never done inside a write transaction:
:func:`begin_sign_in`, :func:`password_fits` (in a thread), :func:`finish_sign_in`. An attempt is
recorded as failed before the password is looked at, so that attempts side by side count too.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from monitor.core.accounts import as_actor, digest_of
from monitor.core.actors import Actor, system
from monitor.core.clock import from_text, to_text
from monitor.core.errors import ConflictError, InputError, NotFoundError
from monitor.core.settings import Settings
from monitor.core.store import Store
from monitor.core.times import clock_text, duration_text
from monitor.core.weak_password import is_weak

#: Shortest password, characters.
SHORTEST = 12
#: Longest password, characters; longer ones only keep the hasher busy.
LONGEST = 256
#: How far back failed attempts count, and so how long somebody must wait.
WINDOW = timedelta(minutes=15)
#: Attempts older than this are removed; they hold network addresses.
ATTEMPTS_KEPT = timedelta(days=30)
#: Failed attempts within the window that shut one name out from one address, and from that only:
#: nobody can shut out a colleague who sits elsewhere.
PAIR_LIMIT = 5
#: Failed attempts within the window from one address that shut out every name that has not signed
#: in from there lately: somebody is trying many names.
ADDRESS_LIMIT = 100
#: Failed attempts for one name, or from one address, after which each further one waits a little.
SLOW_FROM = 20
#: The wait after ``SLOW_FROM`` failures, doubled for every as many more, seconds.
SLOW_S = 1.0
#: The longest wait, seconds: bearable for the one on call, ten thousand times slower for a guesser.
SLOWEST_S = 8.0
#: How often it is noted that a session is in use: turning pages writes nothing.
SEEN_EVERY = timedelta(minutes=5)
#: Longest part of a typed name that is kept, characters.
_NAME_KEPT = 80

_HASHER = PasswordHasher()


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in under way: recorded as failed until the password has been checked.

    Attributes:
        wait_s: how long to wait before the password is looked at, right or wrong.
    """

    row_id: int
    user_id: int | None
    password_hash: str | None
    wait_s: float = 0.0


def check_password(password: str, *names: str) -> None:
    """Refuse a password that is easy to guess.

    Args:
        names: what the account, the user name first, and its holder are called.

    Raises:
        InputError: says what is wanted.
    """
    if len(password) < SHORTEST:
        why = f"Lösenordet måste ha minst {SHORTEST} tecken. Flera ord efter varandra går bra."
    elif len(password) > LONGEST:
        why = f"Lösenordet får ha högst {LONGEST} tecken."
    elif len(set(password.lower())) < 5:
        why = "Lösenordet upprepar samma tecken. Välj ett som är svårare att gissa."
    elif names and names[0] and names[0].lower() in password.lower():
        why = "Lösenordet får inte innehålla användarnamnet."
    elif is_weak(password, names):
        why = (
            "Lösenordet är lätt att gissa: det består av vanliga ord, namn eller tangenter i rad. "
            "Ta några ord som inte hör ihop, till exempel fyra stycken."
        )
    else:
        return
    raise InputError(field="Lösenord", why=why, name="password")


def hash_password(password: str, *names: str) -> str:
    """Return the argon2id hash of a checked password; slow on purpose.

    Raises:
        InputError: see :func:`check_password`.
    """
    check_password(password, *names)
    return _HASHER.hash(_normal(password))


def password_fits(password_hash: str | None, password: str) -> bool:
    """Tell whether a password is the right one; as slow when there is no account."""
    try:
        _HASHER.verify(password_hash or _nobodys(), _normal(password)[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)


@cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_urlsafe(16))


def begin_sign_in(store: Store, username: str, address: str) -> Attempt:
    """Record an attempt, as failed until it is finished.

    Names that nobody has are treated alike, so that nothing tells them from those that exist.

    Args:
        address: the browser's network address.

    Raises:
        ConflictError: too many failed attempts; says until when to wait.
    """
    name = username[:_NAME_KEPT]
    with store.writing(system("accounts")):
        until = _blocked_until(store, name, address)
        if until:
            raise ConflictError(why=f"För många misslyckade försök. Försök igen efter {until}.")
        wait_s = _wait(store, name, address)
        store.execute(
            "DELETE FROM login_attempts WHERE at < ?",
            [to_text(store.clock.now() - ATTEMPTS_KEPT)],
        )
        row_id = store.insert(
            "login_attempts",
            {"username": name, "address": address, "at": store.now(), "succeeded": 0},
        )
        found = store.row(
            "SELECT id, password_hash FROM users WHERE username = ? AND disabled_at IS NULL",
            [username],
        )
    if found is None:
        return Attempt(row_id, None, None, wait_s)
    return Attempt(row_id, found["id"], found["password_hash"], wait_s)


def _blocked_until(store: Store, name: str, address: str) -> str | None:
    """Return "klockan 20.30, om 14 min" when one of the limits is reached, else None."""
    since = to_text(store.clock.now() - WINDOW)
    # A success clears the slate for that name from that address.
    done = store.value(
        "SELECT max(at) FROM login_attempts WHERE succeeded = 1 AND username = ? AND address = ?",
        [name, address],
    )
    latest = _nth_latest(
        store, PAIR_LIMIT, "username = ? AND address = ?", [max(since, done or ""), name, address]
    )
    if done is None:
        latest = max(latest, _nth_latest(store, ADDRESS_LIMIT, "address = ?", [since, address]))
    if not latest:
        return None
    free = from_text(latest) + WINDOW + timedelta(minutes=1)
    return f"{clock_text(free)}, om {duration_text(free - store.clock.now())}"


def _nth_latest(store: Store, limit: int, where: str, params: list[str]) -> str:
    """Return when the failure was that must grow old first; empty below the limit."""
    rows = store.rows(
        f"SELECT at FROM login_attempts WHERE succeeded = 0 AND at > ? AND {where}"
        " ORDER BY at DESC LIMIT ?",
        [*params, limit],
    )
    return str(rows[-1]["at"]) if len(rows) == limit else ""


def _wait(store: Store, name: str, address: str) -> float:
    """Return how long an attempt waits for what others have tried, seconds."""
    since = to_text(store.clock.now() - WINDOW)
    worst = max(
        store.value(
            f"SELECT count(*) FROM login_attempts WHERE succeeded = 0 AND at > ? AND {column} = ?",
            [since, value],
        )
        for column, value in (("username", name), ("address", address))
    )
    steps = worst // SLOW_FROM
    return min(SLOWEST_S, SLOW_S * 2.0 ** min(steps - 1, 10)) if steps else 0.0


def finish_sign_in(store: Store, attempt: Attempt, *, hours: int, before: str = "") -> str:
    """Mark the attempt as right and return the secret of a new session.

    Args:
        hours: how long the session lasts.
        before: secret of the session that the browser had; it ends here.

    Raises:
        NotFoundError: the account was closed meanwhile.
    """
    with store.writing(system("accounts")):
        user = store.row(
            "SELECT id FROM users WHERE id = ? AND disabled_at IS NULL", [attempt.user_id]
        )
        if user is None:
            raise NotFoundError(kind="användaren", id="")
        store.update("login_attempts", attempt.row_id, {"succeeded": 1})
        end_session(store, before)
        return start_session(store, user["id"], hours=hours)


def start_session(store: Store, user_id: int, *, hours: int) -> str:
    """Return the secret of a new session, for somebody just proven; inside a transaction."""
    store.execute("DELETE FROM sessions WHERE expires_at <= ?", [store.now()])
    secret = secrets.token_urlsafe(32)
    now = store.clock.now()
    store.insert(
        "sessions",
        {
            "token_hash": digest_of(secret),
            "user_id": user_id,
            "created_at": to_text(now),
            "last_seen_at": to_text(now),
            "expires_at": to_text(now + timedelta(hours=hours)),
        },
    )
    return secret


@dataclass(frozen=True, slots=True)
class Session:
    """A session in force.

    Attributes:
        actor: whose it is, with the role of this moment.
        unseen: it is time to note that it is in use (:func:`note_seen`).
    """

    actor: Actor
    unseen: bool


def find_session(store: Store, secret: str, *, idle_minutes: int) -> Session | None:
    """Return the session behind a cookie, or None when it has ended or was left alone too long.

    Args:
        idle_minutes: how long it lasts without being used.
    """
    now = store.clock.now()
    row = store.row(
        "SELECT users.id, username, display_name, role, last_seen_at FROM sessions JOIN users"
        " ON users.id = user_id WHERE token_hash = ? AND expires_at > ? AND last_seen_at > ?"
        " AND disabled_at IS NULL",
        [digest_of(secret), to_text(now), to_text(now - timedelta(minutes=idle_minutes))],
    )
    if row is None:
        return None
    return Session(as_actor(row), now - from_text(row["last_seen_at"]) >= SEEN_EVERY)


def note_seen(store: Store, secret: str) -> None:
    """Note that a session is in use."""
    with store.atomic():
        store.execute(
            "UPDATE sessions SET last_seen_at = ? WHERE token_hash = ?",
            [store.now(), digest_of(secret)],
        )


def end_session(store: Store, secret: str) -> None:
    """Sign out."""
    with store.atomic():
        store.execute("DELETE FROM sessions WHERE token_hash = ?", [digest_of(secret)])


def proxy_sign_on(settings: Settings) -> str:
    """Return the address of the proxy whose word about the user is taken; empty for none."""
    on = settings.trusted_proxy and settings.proxy_user_header
    return settings.trusted_proxy if on else ""
