"""Play the fictional week into a fresh state folder: every poll, verdict and form, in order.

The folder is built beside its place and moved in when it is whole, so that an interrupted build
leaves nothing behind that looks finished.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from incidents.demo import verbs_keep, verbs_press, verbs_record, verbs_report
from incidents.demo.folder import check_replaceable, move_in, workshop
from incidents.demo.ground import (
    Login,
    introduce,
    make_accounts,
    make_lists,
    start_series,
    watch_the_press,
)
from incidents.demo.postbox import Postbox
from incidents.demo.press import PressServer
from incidents.demo.script import Step, Week, load_week
from incidents.demo.stage import Stage, Verb, perform
from incidents.record.schema import open_whole
from incidents.record.suggest import propose
from monitor.cli.polling import judge_with
from monitor.core.clock import HeldClock, SystemClock, to_text
from monitor.core.command_line import progress
from monitor.core.resources import shipped
from monitor.core.settings import Settings
from monitor.core.store import Store
from monitor.intake.poll import Options, run_round

VERBS: Final[dict[str, Verb]] = {
    **verbs_record.VERBS,
    **verbs_press.VERBS,
    **verbs_report.VERBS,
    **verbs_keep.VERBS,
}
_COUNTS: Final = {
    "articles": "SELECT count(*) FROM articles",
    "flags": "SELECT count(*) FROM flags WHERE band = 'flag'",
    "incidents": "SELECT count(*) FROM incidents WHERE status <> 'dismissed'",
    "reports": "SELECT count(*) FROM reports",
}


#: Where the demo's desk is unless somebody chooses another port: for the links in its reports.
DESK_URL: Final = "http://127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What was built.

    Attributes:
        logins: one per account, with the password made for this build.
        counts: articles, flags, incidents and reports in the database.
    """

    logins: tuple[Login, ...]
    counts: dict[str, int]


def build(state: Path, *, until: datetime | None = None) -> DemoResult:
    """Play the week into ``state`` and return how to sign in; an earlier demo there is replaced.

    The demo's own clock then runs on from the last step. Shows progress on a terminal.

    Args:
        until: leave out what happens later; the whole week without it.

    Raises:
        ConflictError: the folder holds something that is no demo.
    """
    check_replaceable(state)
    with workshop(state) as folder:
        result = _build_in(Settings(state=folder), until)
        move_in(folder, state)
    return result


def press_folder() -> Path:
    """Return where the demo's press is shipped, for serving it beside the desk."""
    return shipped("data/demo/press")


def resume_clock(store: Store) -> None:
    """Let the demo's clock run on from where the record ends, before it is served again."""
    latest = str(store.value("SELECT max(at) FROM audit") or "")
    kept = str(store.value("SELECT value FROM meta WHERE key = 'demo_now'"))
    _keep_clock(store, max(latest, kept))


def _keep_clock(store: Store, now: str) -> None:
    anchor = to_text(SystemClock().now())
    with store.atomic():
        for key, value in (("demo_now", now), ("demo_anchor", anchor)):
            store.execute(
                "INSERT INTO meta (key, value) VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                [key, value],
            )


def _build_in(settings: Settings, until: datetime | None) -> DemoResult:
    week = load_week(shipped("data/demo/week"))
    clock = HeldClock(week.opened)
    with (
        closing(open_whole(settings.database, clock)) as store,
        PressServer(press_folder(), clock) as press,
        Postbox() as postbox,
    ):
        settings = replace(
            settings, smtp_host="127.0.0.1", smtp_port=postbox.port, desk_url=DESK_URL
        )
        stage = Stage(store, clock, settings, story=_story(week))
        logins = _lay_ground(stage, week, press)
        steps = [step for step in week.steps if until is None or step.at <= until]
        with progress(steps, "Spelar upp demoveckan") as shown:
            for step in shown:
                _take(stage, step, press)
        _keep_clock(store, store.now())
        return DemoResult(tuple(logins), _counts(store))


def _lay_ground(stage: Stage, week: Week, press: PressServer) -> list[Login]:
    logins = make_accounts(stage, week.ground)
    administrator, editor = stage.actor("tomas.ek"), stage.actor("sara.holm")
    watch_the_press(stage, press.site.press, administrator)
    introduce(stage, week.ground, editor)
    start_series(stage, week.ground, editor)
    make_lists(stage, week.ground, administrator)
    return logins


def _take(stage: Stage, step: Step, press: PressServer) -> None:
    if step.do != "poll":
        perform(stage, VERBS, step)
        return
    stage.clock.set(step.at)
    options = Options(forced=True, page_gap_s=0.0, mapped=press.mapped)
    run_round(stage.store, stage.settings, judge=judge_with(stage.settings), options=options)
    propose(stage.store)


def _story(week: Week) -> frozenset[str]:
    """Return the addresses that somebody handles by name."""
    return frozenset(url for step in week.steps for url in _handled(step))


def _handled(step: Step) -> Iterator[str]:
    if "article" in step.facts:
        yield step.facts["article"]
    yield from step.facts.get("articles", ())


def _counts(store: Store) -> dict[str, int]:
    return {name: int(store.value(sql)) for name, sql in _COUNTS.items()}
