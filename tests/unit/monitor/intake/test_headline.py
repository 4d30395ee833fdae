from __future__ import annotations

import pytest

from monitor.intake.headline import headline
from monitor.intake.jsonld import Described
from monitor.intake.metadata import Head

URL = "https://www.nordbladet.example/a/1"
SAID = "Journalsystemet stod stilla i natt"


def head(
    *, structured: str = "", shared: str = "", shown: str = "", title: str = "", site: str = ""
) -> Head:
    metas = {"og:title": shared, "og:site_name": site}
    return Head(
        metas={name: value for name, value in metas.items() if value},
        described=Described(headline=structured),
        headings=[shown] if shown else [],
        title=title,
        canonical="",
        language="sv",
    )


@pytest.mark.parametrize(
    "given",
    [
        head(structured=SAID, shown="Annat"),
        head(shown=SAID, title=f"{SAID} | Nordbladet"),
        head(title=f"{SAID} – Nordbladet"),
        head(title=f"Nordbladet: {SAID}", shown=SAID),
        head(shared=f"{SAID} | Nytt från norr", site="Nytt från norr"),
        head(shared=SAID, shown="Nordbladet"),
        head(shown=f"Vård {SAID}", shared=SAID),
        head(title=f"{SAID} : Norrlands dagblad", shown="Norrlands dagblad"),
        head(shared=f"<b>{SAID}</b>\r\n"),
    ],
)
def test_the_headline_stands_without_outlet_and_kicker(given: Head) -> None:
    assert SAID == headline(given, URL)


def test_a_divider_inside_the_headline_stays() -> None:
    said = "Avbrott i tre län – regionen kräver svar"

    assert said == headline(head(title=f"{said} | Nordbladet"), URL)


def test_a_page_without_any_title_has_none() -> None:
    assert "" == headline(head(), URL)
