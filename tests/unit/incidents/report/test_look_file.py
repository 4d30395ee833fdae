from __future__ import annotations

from pathlib import Path

import pytest
from pictures import a_png

from incidents.report.look_file import load_look
from incidents.report.render.look import DEFAULT_LOOK, Logo, Look, contrast
from monitor.core.errors import SettingsError


def _given(state: Path, text: str) -> Path:
    (state / "utseende.toml").write_text(text, encoding="utf-8")
    return state


def test_without_a_file_the_look_is_the_product_s_own(tmp_path: Path) -> None:
    assert DEFAULT_LOOK == load_look(tmp_path)


def test_one_file_sets_colour_font_and_logo(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(a_png())
    state = _given(
        tmp_path,
        'farg = "#7a1f3d"\ntypsnitt = "Open Sans"\nlogotyp = "logo.png"\n'
        'logotyp_text = "Region Västmark"\nlogotyp_hojd_mm = 12\n',
    )

    assert load_look(state) == Look(
        colour="#7a1f3d", font="Open Sans", logo=Logo(a_png(), "Region Västmark", 12)
    )


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        ('farg = "#f0a000"', "farg", "kontrasten 2,2 mot vitt papper"),
        ('farg = "blå"', "farg", "Färgen skrivs som #"),
        ("farg = 12", "farg", "inom citattecken"),
        ('"kulör" = "#000000"', "kulör", "den finns inte"),
        ('logotyp = "finns-inte.png"', "logotyp", "går inte att läsa"),
        ('logotyp = "utseende.toml"\nlogotyp_text = "x"', "logotyp", "PNG- eller JPEG-fil"),
        ('logotyp = "logo.png"', "logotyp_text", "för den som lyssnar"),
        ('logotyp = "logo.png"\nlogotyp_text = "x"\nlogotyp_hojd_mm = 90', "hojd_mm", "5 till 40"),
        ('logotyp = "logo.png"\nlogotyp_text = "x"\nlogotyp_hojd_mm = "9"', "hojd_mm", "heltal"),
        ('typsnitt = "Times; x{}"', "typsnitt", "inget namn på ett typsnitt"),
        ('typsnitt_pdf = "Regionens Egen"', "typsnitt_pdf", "finns inte bland filerna"),
        ("farg = ", "utseende.toml", "TOML"),
    ],
)
def test_what_does_not_hold_is_told_in_swedish(
    tmp_path: Path, text: str, name: str, why: str
) -> None:
    (tmp_path / "logo.png").write_bytes(a_png())

    with pytest.raises(SettingsError) as refused:
        load_look(_given(tmp_path, text))

    assert name in refused.value.facts["name"]
    assert why in refused.value.facts["why"]


@pytest.mark.parametrize(
    ("colour", "expected"), [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54)]
)
def test_contrast_is_counted_as_wcag_counts_it(colour: str, expected: float) -> None:
    assert expected == pytest.approx(contrast(colour), abs=0.005)
