"""Compose a report from the record: pure functions from material to paragraphs with sources.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from datetime import datetime

from incidents.report.compose_extra import propose_reason, write_extra
from incidents.report.compose_weekly import write_weekly
from incidents.report.material import Material
from incidents.report.pen import DraftParagraph, Pen
from incidents.report.polish import polish

__all__ = ["DraftParagraph", "compose_extra", "compose_weekly", "propose_reason"]


def compose_extra(
    material: Material, *, next_update_at: datetime | None = None, correction: str | None = None
) -> list[DraftParagraph]:
    """Return the paragraphs of an extra report about the material's first incident.

    What an earlier issue had before it is not told again; open questions, the standing comment
    and the spokespersons are. Empty sections have no paragraph: ``sections.build_document``
    says so in the required ones.

    Args:
        next_update_at: printed under "Nästa uppdatering".
        correction: words after "Rättelse:", in the notation; composed when left out and the
            material corrects an issue.
    """
    trial = Pen(material)
    write_extra(material, trial, next_update_at, correction)
    # A medium in the reason clause has its short form there, and so a bracket here.
    leads = {
        one.outlet.name.long
        for one in material.incidents[0].articles
        if one.role in {"trigger", "follow_up"}
    }
    own = material.own.name.long
    pen = Pen(material, reused=trial.come_back() | leads | {own})
    return polish(write_extra(material, pen, next_update_at, correction), material, "extra")


def compose_weekly(material: Material) -> list[DraftParagraph]:
    """Return the paragraphs of a weekly about all incidents of the material, in its order."""
    trial = Pen(material, dated=True)
    write_weekly(material, trial)
    pen = Pen(material, dated=True, reused=trial.come_back() | {material.own.name.long})
    return polish(write_weekly(material, pen), material, "weekly")
