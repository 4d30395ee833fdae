"""The words for months and zones that dates are printed with.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from typing import Final

#: One line per language: twelve names, each with its short forms behind slashes.
_NAMES = """
january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sep/sept
october/oct november/nov december/dec
januari februari mars/mar april maj/maj juni/jun juli/jul augusti/aug september/sep/sept
oktober/okt november december
januar/jän/jänner februar/feber märz/mär/mrz april mai juni juli august september oktober november
dezember/dez
januar februar marts april maj juni juli august september oktober november desember/des
januar februar mars april mai juni juli august september oktober november desember
tammikuu/tammikuuta helmikuu/helmikuuta maaliskuu/maaliskuuta huhtikuu/huhtikuuta
toukokuu/toukokuuta kesäkuu/kesäkuuta heinäkuu/heinäkuuta elokuu/elokuuta syyskuu/syyskuuta
lokakuu/lokakuuta marraskuu/marraskuuta joulukuu/joulukuuta
janvier/janv février/févr/fév mars avril/avr mai juin juillet/juil août/aout septembre octobre
novembre décembre/déc
enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre octubre
noviembre diciembre/dic
gennaio/gen febbraio marzo aprile maggio/mag giugno/giu luglio/lug agosto settembre/set
ottobre/ott novembre dicembre
januari februari maart/mrt april mei juni juli augustus september oktober november december
"""


def _months() -> dict[str, int]:
    groups = _NAMES.split()
    return {word: place % 12 + 1 for place, group in enumerate(groups) for word in group.split("/")}


#: Lower-case month name or abbreviation, in ten languages -> 1-12.
MONTHS: Final = _months()

#: Zone abbreviation, lower case -> minutes east of Greenwich. Only those with one meaning in
#: news (BST is British, IST is left out).
SHORT_ZONES: Final = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0,
    "cet": 60, "met": 60, "mez": 60, "bst": 60, "west": 60,
    "cest": 120, "mest": 120, "mesz": 120, "eet": 120,
    "eest": 180, "msk": 180,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300,
    "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "akst": -540, "akdt": -480, "hst": -600,
    "jst": 540, "kst": 540,
}  # fmt: skip
