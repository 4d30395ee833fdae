"""``./run torture``: hostile feeds and pages against the real fetch, parse and store.

    ./run torture [--only NAME …]              the cases that come with the repository
    ./run torture --kit DIR [--only NAME …]    a larger kit (server.py and check.py) in a folder

Exit code 1 when a case fails.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.torture.case import attempt, faults
from tests.torture.cases import CASES
from tests.torture.server import HostileServer

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="./run torture", description=__doc__)
    parser.add_argument("--kit", type=Path, help="folder with server.py and check.py")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="names, or parts")
    asked = parser.parse_args(arguments)
    return with_kit(asked.kit, asked.only) if asked.kit else with_ours(asked.only)


def with_ours(only: Sequence[str]) -> int:
    """Try our cases, one line for each."""
    chosen = [case for case in CASES if not only or any(part in case.name for part in only)]
    failed = 0
    with HostileServer({case.path: case.answer for case in CASES}) as server:
        for case in chosen:
            with tempfile.TemporaryDirectory() as folder:
                seen = attempt(case, server, Path(folder))
            wrong = faults(case, seen)
            failed += bool(wrong)
            came_to = seen.reason or "ok"
            say(
                f"{'FAIL' if wrong else 'pass'}  {case.name:20} {came_to:18}"
                f" {len(seen.articles):3} articles {seen.seconds:5.1f} s  {case.does}"
            )
            for fault in wrong:
                say(f"      ! {fault}")
    say(f"{len(chosen) - failed} of {len(chosen)} pass")
    return 1 if failed or not chosen else 0


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def with_kit(kit: Path, only: Sequence[str]) -> int:
    """Start a kit's own server, and let its own judge use our adapter."""
    port = _free_ports(4)
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, str(kit / "server.py"), "--port", str(port)], stdout=subprocess.DEVNULL
    )
    check = [
        sys.executable, str(kit / "check.py"), "--kit", address,
        "--adapter", f"{sys.executable} {ROOT / 'tests/torture/adapter.py'}",
    ]  # fmt: skip
    try:
        _wait_for(port)
        runs = [[*check, "--only", name] for name in only] or [check]
        return max(subprocess.run(run, check=False).returncode for run in runs)
    finally:
        server.terminate()
        server.wait()


def _free_ports(how_many: int) -> int:
    """Return the first of some ports in a row that nobody listens at."""
    for first in range(18_700, 19_700, how_many):
        try:
            for port in range(first, first + how_many):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return first
    raise SystemExit("no free ports")


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the kit's server did not start")


if __name__ == "__main__":
    sys.exit(main())
