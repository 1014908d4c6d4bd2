"""Run every check of the project, one line each: `make test`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
PAGE = ROOT / "webclient"

CHECKS: tuple[tuple[str, Path, tuple[str, ...]], ...] = (
    ("ruff finds nothing", ROOT, ("ruff", "check", ".")),
    ("the code is formatted", ROOT, ("ruff", "format", "--check", ".")),
    ("types of the package are right", ROOT, ("pyright",)),
    ("the page's tools are installed", PAGE, ("npm", "ci", "--no-audit", "--no-fund")),
    ("types of the page are right", PAGE, ("npm", "run", "check")),
    ("the page's units work", PAGE, ("npm", "test")),
)


def main() -> int:
    """Run the checks and then pytest, whose output is shown; return the exit code."""
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "CI": "true"}
    failed: list[str] = []
    for name, folder, command in CHECKS:
        start_s = time.monotonic()
        done = subprocess.run(
            command, cwd=folder, env=environment, check=False, capture_output=True, text=True
        )
        took_s = time.monotonic() - start_s
        print(f"{'ok' if done.returncode == 0 else 'FAILED'}: {name} ({took_s:.0f} s)", flush=True)
        if done.returncode != 0:
            failed.append(name)
            print(done.stdout[-4000:], done.stderr[-4000:], sep="\n", flush=True)
    tests = subprocess.run(
        (BIN / "python", "-m", "pytest", "-q"), cwd=ROOT, env=environment, check=False
    )
    if tests.returncode != 0:
        failed.append("pytest")
    if failed:
        print(f"make test failed: {', '.join(failed)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
