"""An outside checker's verdict on a PDF: PDF/A-2a and PDF/UA-1, rule by rule."""

from __future__ import annotations

import page

PROFILES = (page.ValidationProfile.PDF_A_2A, page.ValidationProfile.PDF_UA_1)


def verdicts(data: bytes) -> list[str]:
    """Return what the checker holds against a PDF, under each of its two profiles."""
    found = []
    for profile in PROFILES:
        report = page.validate_pdf_bytes(data, profile=profile)
        # A checker that tried next to nothing has said next to nothing.
        assert report.rules.total > 100
        found += [f"{one.rule_id}: {one.message}" for one in report.failures]
        assert report.is_compliant is (report.rules.failed == 0)
    return found
