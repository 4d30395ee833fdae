from __future__ import annotations

import sys
from pathlib import Path

# report_documents.py beside the tests is shared by them; packages of tests would hide the product.
sys.path.insert(0, str(Path(__file__).parent))
