"""What holds for every text that is judged."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.resources import shipped
from monitor.core.text import fold, fold_mapped, sentences
from monitor.judge.features import masked_texts, masked_words
from monitor.judge.forms import misspelt
from monitor.judge.judging import judge_article
from monitor.judge.mentions import find_mentions, scan
from monitor.judge.scoring import Model, load
from monitor.judge.watches import Name, Watch, from_mapping, from_toml, to_mapping, to_toml

WATCH = from_toml(shipped("data/watches/kompass.toml").read_text(encoding="utf-8"))
WORDS = st.sampled_from(
    "Kompass kompassens Kompass-chefen Medaras Nordlys Health Energi journalsystemet läkare Åby "
    "och är . ” \u00ad \u0308 İ Kom\u00adpass moralisk kompass 20.30 RVM:s SDV Millenium".split()
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=15).map(" ".join))
MANY = settings(max_examples=300)
LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=1)


@cache
def model() -> Model:
    return load(shipped("data/seed_model.json").read_bytes())


@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(text) == fold(fold(text))


@given(TEXTS)
def test_every_folded_character_leads_back_into_the_text(text: str) -> None:
    folded = fold_mapped(text)

    spans = [folded.span(at, at + 1) for at in range(len(folded.text))]

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@given(TEXTS)
def test_sentences_are_in_order_and_leave_only_space_out(text: str) -> None:
    spans = sentences(text)

    left = list(text)
    for start, end in reversed(spans):
        del left[start:end]

    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert "" == "".join(left).strip()


@given(TEXTS, TEXTS, TEXTS)
def test_every_mention_is_cut_from_its_field(title: str, lede: str, text: str) -> None:
    written = {"title": title, "lede": lede, "text": text}

    mentions = find_mentions(WATCH, title, lede, text)

    assert all(m.matched == written[m.field][m.start : m.end] for m in mentions)


@given(TEXTS, TEXTS, TEXTS)
def test_the_quick_and_the_spanned_masking_agree(title: str, lede: str, text: str) -> None:
    fields = scan(WATCH, title, lede, text)

    assert [[word.text for word in masked_words(f)] for f in fields] == [
        masked_texts(f) for f in fields
    ]


@given(TEXTS, TEXTS, TEXTS)
def test_every_article_gets_a_score_between_nought_and_one(
    title: str, lede: str, text: str
) -> None:
    judged = judge_article(WATCH, model(), title, lede, text)

    assert 0.0 <= judged.score <= 1.0
    assert judged == judge_article(WATCH, model(), title, lede, text)


@given(st.integers(0, 9), LETTERS, st.sampled_from(["drop", "swap", "change", "add"]))
@MANY
def test_a_name_with_one_edit_after_its_first_letter_is_read(
    at: int, letter: str, edit: str
) -> None:
    name, at = "millennium", max(1, at)
    edited = {
        "drop": name[:at] + name[at + 1 :],
        "swap": name[:at] + name[at : at + 2][::-1] + name[at + 2 :],
        "change": name[:at] + letter + name[at + 1 :],
        "add": name[:at] + letter + name[at:],
    }[edit]

    read = edited == name or misspelt(edited, name) > 0

    assert read


@given(
    st.lists(st.text(min_size=2, max_size=12).map(lambda text: f"ab{text}".strip()), max_size=4),
    st.text(min_size=1, max_size=20).filter(str.strip),
)
def test_a_watch_survives_every_way_of_writing_it(terms: list[str], title: str) -> None:
    watch = Watch(
        "k",
        title.strip(),
        "programme",
        (Name("Kompass", "programme"),),
        context=tuple(dict.fromkeys(terms)),
    )

    assert watch == from_toml(to_toml(watch)) == from_mapping(to_mapping(watch))
