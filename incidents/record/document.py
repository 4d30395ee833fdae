"""One JSON document that holds an incident whole: the door to exporting and importing.

``incident export REF`` writes :func:`to_json` of :func:`export_incident`; ``incident import FILE``
gives :func:`import_document` what :func:`from_json` read; ``incident import --schema`` prints
:func:`schema`.
"""

from __future__ import annotations

import json
from typing import Any

from incidents.record.document_check import parse as from_json
from incidents.record.document_check import schema
from incidents.record.document_in import import_document
from incidents.record.document_out import export_incident
from incidents.record.document_parts import Imported

__all__ = ["Imported", "export_incident", "from_json", "import_document", "schema", "to_json"]


def to_json(document: dict[str, Any]) -> str:
    """Return the text of a document or of the schema: indented, Swedish letters as they are."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
