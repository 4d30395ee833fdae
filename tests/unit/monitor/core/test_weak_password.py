from __future__ import annotations

import pytest

from monitor.core.weak_password import is_weak

NAMES = ("sara.holm", "Sara Holm", "sara.holm@region.example")


@pytest.mark.parametrize(
    "password",
    [
        "lösenord1234", "Losenord2026!", "L0s3n0rd2026", "password12345", "P@ssw0rd2026!",
        "Sommaren2026!", "sommar sommar", "VinterSommar24", "Välkommen2026", "midsommar2026",
        "Lägesbild2026", "lagesbild1234", "Kompass12345!", "KompassKompass", "RegionStockholm1",
        "vastragotaland", "VästraGötaland!", "Sahlgrenska2026", "pressjour2026", "Sjukhuset123",
        "qwertyuiopåå", "qwerty123456", "1qaz2wsx3edc", "asdfghjklöäö", "zxcvbnm,.-zx",
        "123456789012", "abcdefghijkl", "aaaaaaaaaaaab", "qwertyqwerty", "1q2w3e4r5t6y",
        "saraholm2026", "SaraSara1234", "holm-sara-2026", "S4r4Holm2026!", "Mamma&Pappa12",
        "iloveyou1234", "jagälskardig1", "administratör1", "måndag2026!!", "januarifebruari",
    ],
)  # fmt: skip
def test_what_everybody_tries_is_weak(password: str) -> None:
    assert is_weak(password, NAMES)


@pytest.mark.parametrize(
    "password",
    [
        "fyra torra ekar", "krånglig traktor i diket", "tuvor-gnistrar-klent", "Gräsmattan sjunger",
        "xK9v-pL2m-qQ7r", "korrekt häst batteri klammer", "sommaren då cykeln försvann",
        "Jag köpte tre gurkor", "blåbärspaj & ångbåt", "7fDk-Zo_3qWnPx1", "trettiosju gäss flyger",
    ],
)  # fmt: skip
def test_what_nobody_tries_is_let_through(password: str) -> None:
    assert not is_weak(password, NAMES)


def test_somebody_elses_name_is_no_weakness() -> None:
    assert is_weak("margaretabergquist", ["Margareta Bergquist"])
    assert not is_weak("margaretabergquist", NAMES)
