"""Every kind of page there is, with who looks at it, in the demo of the whole week."""

from __future__ import annotations

#: Who stands for each role in the demo.
PEOPLE = {
    "reader": "ulla.noren",
    "editor": "sara.holm",
    "approver": "lena.frid",
    "archivist": "ingrid.vall",
    "administrator": "tomas.ek",
}
_INCIDENT = "handelser/H-2026-011"
_REPORT = "rapporter/2026-E01"

#: (who, address); "" is somebody who has not signed in.
OURS: tuple[tuple[str, str], ...] = tuple(
    (who, f"/-/lagesbild/{path}")
    for who, path in (
        ("", "logga-in"),
        ("editor", ""),
        ("reader", ""),
        ("administrator", ""),
        ("editor", "granska"),
        ("editor", "granska?visa=bedomda"),
        ("reader", "granska?visa=senaste"),
        ("editor", "artiklar/32"),
        ("editor", "artiklar/63"),
        ("editor", "artiklar/ny"),
        ("editor", "handelser"),
        ("editor", "handelser/ny"),
        ("editor", _INCIDENT),
        ("editor", f"{_INCIDENT}?oppna=ny-uttalande-out"),
        ("editor", f"{_INCIDENT}?oppna=ny-omstandighet"),
        ("editor", f"{_INCIDENT}?slag=statements&ordning=aldst"),
        ("reader", "handelser/H-2026-012"),
        ("editor", "larande"),
        ("administrator", "larande"),
        ("editor", "granska/stickprov"),
        ("editor", "floden-till-mig"),
        ("editor", "granska/tangenter"),
        ("editor", f"{_INCIDENT}/citat"),
        ("editor", "bevakningar"),
        ("administrator", "bevakningar/ny"),
        ("administrator", "bevakningar/kompass"),
        ("editor", "fragor"),
        ("editor", "personer"),
        ("editor", "serier"),
        ("editor", "rapporter"),
        ("editor", f"rapporter/ny?handelse={_INCIDENT.partition('/')[2]}"),
        ("editor", _REPORT),
        ("reader", _REPORT),
        ("editor", f"{_REPORT}/visning"),
        ("editor", f"{_REPORT}/jamfor"),
        ("editor", f"{_REPORT}/text"),
        ("administrator", "sandlistor"),
        ("editor", "aviseringar"),
        ("editor", "aviseringar/val"),
        ("administrator", "aviseringar/kanaler"),
        ("editor", "jour"),
        ("reader", "jour"),
        ("administrator", "installningar"),
        ("administrator", "floden"),
        ("administrator", "floden/1"),
        ("administrator", "floden/nytt"),
        ("reader", "floden"),
        ("editor", "sok"),
        ("editor", "sok?q=märkning"),
        ("administrator", "anvandare?"),
        ("reader", "matt"),
        ("editor", "matt?fran=2026-03-09&till=2026-03-15&handelse=H-2026-011"),
        ("reader", "genomslag"),
        ("editor", "genomslag?handelse=H-2026-011&dela=bevakning"),
        ("editor", "genomslag/funna"),
        ("archivist", ""),
        ("archivist", "utlamning"),
        ("archivist", "utlamning/U-2026-01"),
        ("archivist", "gallring"),
        ("reader", "gallring"),
        ("", "hjalp"),
        ("reader", "hjalp"),
        ("", "hjalp/granska"),
        ("editor", "hjalp/skriv-i-handelsen"),
        ("reader", "hjalp/allt"),
        ("reader", "finns-inte"),
        ("reader", "anvandare"),
        ("reader", "handelser/H-2099-001"),
    )
)

#: Datasette's own kinds of page.
HISTORY: tuple[tuple[str, str], ...] = (
    ("reader", "/lagesbild"),
    ("reader", "/lagesbild/articles"),
    ("reader", "/lagesbild/articles?_facet=outlet_id&_facet=medium&_search=Kompass"),
    ("reader", "/lagesbild/articles?_sort_desc=published_at&_size=5&title__contains=Kompass"),
    ("reader", "/lagesbild/incidents/11"),
    ("reader", "/lagesbild/statements"),
    ("reader", "/lagesbild/statements/1"),
    ("reader", "/lagesbild/reports"),
    ("reader", "/lagesbild/audit"),
    ("reader", "/lagesbild/svarstider?fran=2026-03-01&till="),
    ("reader", "/lagesbild/oppna_handelser"),
    ("administrator", "/lagesbild/-/query?sql=select+ref,+title+from+incidents"),
    ("reader", "/lagesbild/finns_inte"),
    ("reader", "/lagesbild/incidents/999999"),
    ("reader", "/lagesbild/article_texts"),
    ("reader", "/lagesbild/-/query?sql=select+1"),
    ("reader", "/-/finns-inte"),
)

#: What refuses these visitors, and how.
REFUSED = {
    "/-/lagesbild/finns-inte": 404,
    "/-/lagesbild/anvandare": 403,
    "/-/lagesbild/handelser/H-2099-001": 404,
    "/lagesbild/finns_inte": 404,
    "/lagesbild/incidents/999999": 404,
    "/lagesbild/article_texts": 403,
    "/lagesbild/-/query?sql=select+1": 403,
    "/-/finns-inte": 404,
}
