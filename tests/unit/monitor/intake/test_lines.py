from __future__ import annotations

from monitor.intake.lines import HostLines


def drain(lines: HostLines[str], now: float) -> list[str]:
    taken = []
    while (thing := lines.take(now)) is not None:
        taken.append(thing)
    return taken


def test_a_host_is_not_crowded_and_the_others_do_not_wait_for_it() -> None:
    lines: HostLines[str] = HostLines(per_host=2)
    for thing in ("mv-1", "mv-2", "mv-3"):
        lines.add("mv.example", thing)
    lines.add("va.example", "va-1")

    assert sorted(drain(lines, 0.0)) == ["mv-1", "mv-2", "va-1"]
    assert lines.waiting == 1

    lines.done("mv.example", 0.0)
    assert drain(lines, 0.0) == ["mv-3"]


def test_paced_things_keep_their_distance_and_let_quick_ones_by() -> None:
    lines: HostLines[str] = HostLines(per_host=9)
    lines.add("mv.example", "page-1", gap_s=1.0)
    lines.add("mv.example", "page-2", gap_s=1.0)
    lines.add("mv.example", "feed")

    assert drain(lines, 0.0) == ["feed", "page-1"]
    assert lines.wait_s(0.25) == 0.75
    lines.add("mv.example", "feed again")
    assert drain(lines, 0.5) == ["feed again"]
    assert drain(lines, 1.0) == ["page-2"]
    assert lines.wait_s(1.0) is None


def test_the_distance_is_kept_even_when_the_line_was_empty_in_between() -> None:
    lines: HostLines[str] = HostLines(per_host=9)
    lines.add("mv.example", "page-1", gap_s=1.0)
    assert drain(lines, 0.0) == ["page-1"]
    lines.done("mv.example", 0.2)

    lines.add("mv.example", "page-2", gap_s=1.0)

    assert drain(lines, 0.5) == []
    assert drain(lines, 1.0) == ["page-2"]


def test_hosts_without_business_are_forgotten() -> None:
    lines: HostLines[str] = HostLines(per_host=1)
    for number in range(100):
        lines.add(f"{number}.example", "feed")
        drain(lines, 0.0)
        lines.done(f"{number}.example", 0.0)

    assert lines.waiting == 0
    assert lines._lines == {}
