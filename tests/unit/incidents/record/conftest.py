from __future__ import annotations

import sys
from pathlib import Path

import pytest

from monitor.core.clock import HeldClock
from monitor.core.store import Store

# record_world.py beside the tests is shared by them; packages of tests would hide the product.
sys.path.insert(0, str(Path(__file__).parent))

from record_world import World, build


@pytest.fixture
def world(store: Store, clock: HeldClock) -> World:
    return build(store, clock)
