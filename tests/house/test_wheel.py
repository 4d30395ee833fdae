"""The wheel carries everything that the product needs to run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and return the folder that it was unpacked in."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the product as it is in the wheel, away from the checkout."""
    return subprocess.run(
        [sys.executable, "-c", _START, *arguments],
        cwd=site.parent,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


_START = """
import sys
import incidents.cli.main as main
assert "site" in main.__file__, main.__file__
sys.exit(main.main())
"""


@pytest.mark.slow
def test_the_demo_is_built_from_the_wheel_alone(installed: Path) -> None:
    state = installed.parent / "state"

    done = run(installed, "--state", str(state), "demo", "--build-only", "--json")

    assert "" == done.stderr
    assert 0 == done.returncode
    told = json.loads(done.stdout)
    assert 5 == told["counts"]["reports"]


def test_all_that_is_shipped_but_a_running_installation_is_in_the_wheel(installed: Path) -> None:
    # Quality floors are a development matter.
    mine = {path.name for path in (ROOT / "data").iterdir()} - {"var", "quality_floors.json"}

    assert mine == {path.name for path in (installed / "monitor/_shipped/data").iterdir()}


@pytest.mark.parametrize("folder", ["docs/handbok", "docs/bilder"])
def test_the_handbook_is_in_the_wheel(installed: Path, folder: str) -> None:
    shipped = {path.name for path in (installed / "monitor/_shipped" / folder).iterdir()}

    assert {path.name for path in (ROOT / folder).iterdir()} == shipped


def test_a_running_installations_files_never_end_up_in_the_wheel(installed: Path) -> None:
    assert [] == list(installed.glob("monitor/_shipped/data/var"))
    assert [] == list(installed.rglob("*.db"))
