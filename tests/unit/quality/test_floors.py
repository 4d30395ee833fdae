"""The floors under the figures."""

from __future__ import annotations

from pathlib import Path

from tests.quality.floors import Fallen, fallen, figures, raised, read, write
from tests.quality.own import lay_out
from tests.quality.scores import digest
from tests.quality.table import table

SCORES = {
    "feeds": None,
    "relevance": {"ap": 0.9, "brier": 0.01, "pool": 12},
    "speed": {"model_mb": 0.3, "load_ms": 9.0},
}


def test_only_what_does_not_depend_on_the_machine_is_held() -> None:
    assert {"relevance.ap": 0.9, "relevance.brier": 0.01, "speed.model_mb": 0.3} == figures(SCORES)


def test_a_figure_below_its_floor_has_fallen() -> None:
    assert [Fallen("relevance.ap", 0.95, 0.9)] == fallen(SCORES, {"relevance.ap": 0.95})


def test_an_error_above_its_floor_has_fallen() -> None:
    assert [Fallen("relevance.brier", 0.005, 0.01)] == fallen(SCORES, {"relevance.brier": 0.005})


def test_a_figure_that_is_gone_has_fallen() -> None:
    assert [Fallen("feeds.exceptions", 0, None)] == fallen(SCORES, {"feeds.exceptions": 0})


def test_the_last_decimals_are_no_regression() -> None:
    assert [] == fallen(SCORES, {"relevance.ap": 0.9015})


def test_one_exception_more_is_a_regression() -> None:
    scores = {"feeds": {"exceptions": 1}}

    assert [Fallen("feeds.exceptions", 0, 1)] == fallen(scores, {"feeds.exceptions": 0})


def test_floors_only_rise() -> None:
    floors = {"relevance.ap": 0.95, "relevance.brier": 0.02}

    assert {"relevance.ap": 0.95, "relevance.brier": 0.01, "speed.model_mb": 0.3} == raised(
        SCORES, floors
    )


def test_floors_are_lowered_only_when_asked() -> None:
    assert 0.9 == raised(SCORES, {"relevance.ap": 0.95}, lower=True)["relevance.ap"]


def test_a_corpus_has_one_set_of_floors(tmp_path: Path) -> None:
    file = tmp_path / "floors.json"

    write("old", "egna texter", {"relevance.ap": 0.8}, file)
    write("new", "egna texter", {"relevance.ap": 0.9}, file)

    assert (None, {"relevance.ap": 0.9}) == (read("old", file), read("new", file))


def test_a_changed_text_is_another_corpus(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "a.jsonl").write_text("{}")
    before = digest([tmp_path])

    (tmp_path / "text" / "a.jsonl").write_text("{ }")

    assert before != digest([tmp_path])


def test_our_own_corpus_is_laid_out_as_the_large_one(tmp_path: Path) -> None:
    lay_out(tmp_path)

    assert (tmp_path / "feeds_pages" / "feeds" / "manifest.csv").is_file()
    assert (tmp_path / "feeds_pages" / "pages" / "manifest.csv").is_file()
    assert (tmp_path / "text" / "background_press.jsonl").read_text(encoding="utf-8")


def test_the_table_tells_figures_floors_and_what_is_missing() -> None:
    shown = table(SCORES, {"relevance.ap": 0.85})

    assert "(underlag saknas)" in shown
    assert "0,9   golv 0,85" in shown
