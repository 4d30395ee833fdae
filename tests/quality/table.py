"""The figures as a Swedish table.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.quality.floors import HELD, Fallen

TITLES = {
    "feeds": "Flöden",
    "pages": "Artikelsidor",
    "relevance": "Relevans",
    "topics": "Andra ämnen",
    "near_duplicates": "Samma text",
    "stories": "Samma nyhet",
    "quotes": "Citat (egna meningar)",
    "speed": "Fart",
    "unseen": "Egna rubriker som inget har lärts av",
}

WORDS = {
    "files": "filer",
    "exceptions": "undantag",
    "entry_count_right_share": "rätt antal poster, andel",
    "first_title_right_share": "rätt första rubrik, andel",
    "json_feeds_right": "rätt lästa JSON-flöden",
    "ms_per_feed_median": "millisekunder per flöde, median",
    "pages": "sidor",
    "ms_per_page_median": "millisekunder per sida, median",
    "lede_kept_share": "ingressen kvar, andel",
    "title_right_share": "rätt rubrik, andel",
    "word_f1": "ord, F1",
    "snippet_f1": "textbitar, F1",
    "date_right_share": "rätt datum, andel",
    "canonical_right_share": "rätt adress, andel",
    "labels": "exempel",
    "texts": "texter",
    "relevant": "relevanta texter",
    "ap": "medelprecision (AP)",
    "ap_headlines": "medelprecision, bara rubrikerna",
    "f1": "F1 vid träffgränsen",
    "flagged": "träffar",
    **{
        f"{name}_{side}": f"{told}, {edge} änden av 95 procent"
        for name, told in (
            ("ap", "AP"),
            ("f1", "F1"),
            ("brier", "Brier"),
            ("ece", "kalibreringsfel"),
        )
        for side, edge in (("low", "nedre"), ("high", "övre"))
    },
    "false_flags": "falska träffar",
    "relevant_dropped": "relevanta som varken blir träff eller tveksam",
    "seen_half": "halvan som setts",
    "kept_back_half": "halvan som hållits undan",
    "difficult": "de svåra",
    "recall_at_precision_90": "återkallning vid 90 procents precision",
    "brier": "Brier (lägre är bättre)",
    "ece": "kalibreringsfel (lägre är bättre)",
    "false_flags_on_background": "falska träffar i bakgrunden",
    "renamed_ap_loss": "förlust med andra namn",
    "pool": "texter i högen",
    "read_for_95_of_pool": "lästa för 95 procent",
    "read_share": "läst andel för 95 procent",
    "wss_at_95": "sparat läsande vid 95 procent",
    "read_for_95_of_pool_without_seeds": "lästa för 95 procent, utan medföljande exempel",
    "read_share_without_seeds": "läst andel, utan medföljande exempel",
    "wss_at_95_without_seeds": "sparat läsande, utan medföljande exempel",
    "topics": "ämnen",
    "macro_ap_30_labels": "medelprecision efter 30 exempel",
    "fresh_draws": "nya lottningar",
    "fresh_macro_ap": "medelprecision i nya lottningar, medelvärde",
    "fresh_deviation": "medelprecision i nya lottningar, standardavvikelse",
    "fresh_low": "medelprecision i nya lottningar, lägsta",
    "fresh_high": "medelprecision i nya lottningar, högsta",
    "pair_f1": "par, F1",
    "pair_precision": "par, precision",
    "pair_recall": "par, återkallning",
    "pair_f1_ungrouped_alone": "par, F1, ogrupperade som egna nyheter",
    "articles": "artiklar",
    "with_a_story": "artiklar med känd nyhet",
    "sentences": "meningar",
    "precision": "funna citat som är rätt, andel",
    "recall": "citat som hittas, andel",
    "speaker_right_share": "rätt talare, andel",
    "office_right_share": "rätt titel på talaren, andel",
    "organisation_right_share": "rätt organisation, andel",
    "docs_per_s_batched": "artiklar per sekund",
    "ms_per_doc_p50": "millisekunder per artikel, median",
    "model_mb": "modellens storlek, MB",
    "load_ms": "inläsning av modellen, millisekunder",
    "mean_characters": "tecken per artikel",
    "out_of_fold": "bedömda av modeller som inte sett dem",
    "trafilatura_default": "trafilatura",
    "trafilatura_fast": "trafilatura, snabb",
}


def table(scores: Mapping[str, Any], floors: Mapping[str, float]) -> str:
    """Return one line per figure, with its floor when it has one."""
    lines: list[str] = []
    for name, found in scores.items():
        lines += ["", TITLES[name]]
        if found is None:
            lines.append("  (underlag saknas)")
            continue
        for path, value in flat(found):
            floor = floors.get(".".join((name, *path)))
            said = " · ".join(WORDS.get(part, part) for part in path if part != "by_set")
            told = f"  {said:<62} {number(value):>10}"
            lines.append(told if floor is None else f"{told}   golv {number(floor)}")
    return "\n".join(lines[1:])


def flat(found: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[list[str], Any]]:
    """Yield every figure with the path of names that leads to it."""
    for name, value in found.items():
        here = (*path, name)
        if isinstance(value, Mapping):
            yield from flat(value, here)
        else:
            yield list(here), value


def number(value: Any) -> str:
    """Return a figure as Swedes write it."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",") if value % 1 else f"{value:.0f}"


def alarm(worse: Sequence[Fallen]) -> str:
    """Return what fell below its floor, in Swedish."""
    lines = ["Sämre än golvet:"]
    for each in worse:
        side = "minst" if HELD[each.name] else "högst"
        lines.append(f"  {each.name}: {number(each.found)}, ska vara {side} {number(each.floor)}")
    return "\n".join(lines)
