"""What each role may do in Datasette. All its version differences live here.

Default is deny; one rule per action says what a role sees. Nobody writes through Datasette's own
pages: every write goes through ours, so that it is checked and audited.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any

from datasette.permissions import PermissionSQL

from incidents.desk.catalogue import questions_about
from incidents.desk.links import DATABASE
from monitor.core.actors import ROLES

#: Tables that nobody opens in the history: secrets, texts under licence, the machine's own.
CLOSED = (
    "meta",
    "sessions",
    "invitations",
    "login_attempts",
    "audit_context",
    "audit_values",
    "article_texts",
    "source_items",
    "report_files",
    "disclosure_files",
    "purge_bodies",
    "incident_visits",
    "feed_tokens",
    "alert_links",
    "settings",
    "recipient_hooks",
)
#: Columns that read as empty in every query that is not our own code's.
BLANKED = frozenset(
    {
        ("users", "password_hash"),
        ("users", "email"),
        ("enquiries", "reply_contact"),
        ("alert_channels", "address"),
        ("recipient_hooks", "address"),
    }
)

#: Tables that tell where people are reached: for those who write the lists.
OF_PEOPLE = (
    "recipients",
    "deliveries",
    "alert_channels",
    "alert_people",
    "alert_choices",
    "alert_messages",
    "alert_items",
    "alert_taken",
)

_READ = frozenset({"view-instance", "view-database"})
_LONGEST_VALUE = 5 * 1024 * 1024


def rules(actor: dict[str, Any] | None, action: str) -> Any:
    """Return the rule for an action; None where nobody is let in."""
    may = ROLES.get((actor or {}).get("role", ""), frozenset())
    if action == "view-table" and "read" in may:
        return _tables(CLOSED if "lists" in may else CLOSED + OF_PEOPLE)
    if action == "view-query" and "read" in may:
        return _but(() if "lists" in may else questions_about(OF_PEOPLE))
    if action in _READ and "read" in may:
        return PermissionSQL(
            sql="SELECT NULL AS parent, NULL AS child, 1 AS allow, 'läsare' AS reason"
        )
    if action == "execute-sql" and "sql" in may:
        # On the database itself, so that it beats the deny of default_allow_sql.
        return PermissionSQL(
            sql="SELECT :lb_db AS parent, NULL AS child, 1 AS allow, 'administratör' AS reason",
            params={"lb_db": DATABASE},
        )
    return None


def _but(closed: Sequence[str]) -> Any:
    """Return the rule for saved questions: they are open, the closed ones are not."""
    denied = "".join(f" UNION ALL SELECT :lb_db, '{name}', 0, 'personuppgifter'" for name in closed)
    return PermissionSQL(
        sql=f"SELECT :lb_db AS parent, NULL AS child, 1 AS allow, 'läsare' AS reason{denied}",
        params={"lb_db": DATABASE},
    )


def _tables(closed: Sequence[str]) -> Any:
    """Return the rule for tables: the database is open, the closed ones are not."""
    names = " UNION ALL ".join(f"SELECT '{name}' AS name" for name in closed)
    return PermissionSQL(
        sql=f"""
            SELECT :lb_db AS parent, NULL AS child, 1 AS allow, 'läsare' AS reason
            UNION ALL
            SELECT :lb_db, name, 0, 'stängd tabell' FROM ({names})
            UNION ALL
            SELECT :lb_db, table_name, 0, 'sökindex' FROM catalog_tables
            WHERE database_name = :lb_db
                AND (table_name GLOB '*_fts_*' OR table_name GLOB '_sqlite*')
        """,
        params={"lb_db": DATABASE},
    )


def limit(connection: sqlite3.Connection) -> None:
    """Bound what one query may build, which files it may open, and what it may see."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.set_authorizer(_authorize)


@contextmanager
def trusted(connection: sqlite3.Connection) -> Generator[None, None, None]:
    """Let our own code see every column while it holds the connection."""
    connection.set_authorizer(None)
    try:
        yield
    finally:
        connection.set_authorizer(_authorize)


_SECRET = frozenset(CLOSED) - {"audit_context"}


def _authorize(action: int, table: str | None, column: str | None, *_: str | None) -> int:
    """Blank what a query of Datasette's reads out of the closed tables, whoever asks."""
    if action == sqlite3.SQLITE_READ and (table in _SECRET or (table, column) in BLANKED):
        return sqlite3.SQLITE_IGNORE
    return sqlite3.SQLITE_OK
