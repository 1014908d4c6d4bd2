"""Run every check of the project: `make test`.

What reads the sources comes first, one line a check; then pytest. Meanwhile, as root, the tests of
the package run in a Debian 13, too, with the Python, GStreamer and Mopidy 4 that this machine
lacks; what they say is shown when all is done.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    ("nothing that is used has a known hole", ROOT, ("python", "-m", "tests.audit")),
)
# Most tests wait for something: two at a time, but those of a file one after another.
TWO = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
PYTEST = ("python", "-m", "pytest", "-q", *TWO, "--durations=15", "--durations-min=5")
VERSIONS = ("python", "-W", "ignore", "-m", "benchmarks.versions", "--head")
# What meets neither Mopidy nor GStreamer cannot differ between two systems.
ONCE = (
    *("tests/training", "tests/benchmarks", "tests/handbook", "tests/web/test_page*.py"),
    *("tests/packaging/test_debian13.py", "tests/test_check.py", "tests/test_upkeep.py"),
)
DEBIAN13 = ROOT / "packaging" / "debian13"
UNABLE = 77
MOPIDY_4_NEEDS = (3, 13)


def main() -> int:
    """Run the checks and all tests; return the exit code."""
    signal.signal(signal.SIGTERM, _interrupt)
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "CI": "true"}
    failed: list[str] = []
    with second_system(environment) as second:
        for name, folder, command in CHECKS:
            start_s = time.monotonic()
            done = subprocess.run(
                command, cwd=folder, env=environment, check=False, capture_output=True, text=True
            )
            took_s = time.monotonic() - start_s
            print(
                f"{'ok' if done.returncode == 0 else 'FAILED'}: {name} ({took_s:.0f} s)", flush=True
            )
            told = [line for line in done.stdout.splitlines() if line.startswith("left out: ")]
            print(*told, sep="\n", end="\n" * bool(told), flush=True)
            if done.returncode != 0:
                failed.append(name)
                print(done.stdout[-4000:], done.stderr[-4000:], sep="\n", flush=True)
        subprocess.run(VERSIONS, cwd=ROOT, env=environment, check=False)
        if subprocess.run(PYTEST, cwd=ROOT, env=environment, check=False).returncode != 0:
            failed.append("pytest")
        if second is not None and not second.passed():
            failed.append("pytest in Debian 13")
    if failed:
        print(f"make test failed: {', '.join(failed)}", file=sys.stderr)
        return 1
    return 0


class SecondSystem:
    """The tests on their way in a Debian 13, and what they have written so far."""

    def __init__(self, process: subprocess.Popen[bytes], output: IO[bytes]) -> None:
        self._process = process
        self._output = output

    def passed(self) -> bool:
        """Wait for the tests, show what they wrote, and return whether they passed."""
        status = self._process.wait()
        self._output.seek(0)
        text = self._output.read().decode("utf-8", "replace").strip()
        if status == UNABLE:
            print(f"left out: the tests with Mopidy 4 in a Debian 13 ({text})", flush=True)
            return True
        print("In Debian 13:", text, sep="\n", flush=True)
        return status == 0

    def stop(self) -> None:
        """End the tests, if they still run, with all that they started."""
        self._process.terminate()
        self._process.wait()


@contextmanager
def second_system(environment: dict[str, str]) -> Iterator[SecondSystem | None]:
    """Have the tests run in a Debian 13 meanwhile, unless this is one or a newer one."""
    if sys.version_info >= MOPIDY_4_NEEDS:
        print("this system has what Mopidy 4 needs: the tests run here alone", flush=True)
        yield None
        return
    ignored = [f"--ignore-glob={path}" for path in ONCE]
    suite = (
        "./setup.sh suite",
        shlex.join([f".venv/bin/{VERSIONS[0]}", *VERSIONS[1:]]),
        shlex.join([f".venv/bin/{PYTEST[0]}", *PYTEST[1:], *ignored]),
    )
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            [DEBIAN13, "bash", "-c", " && ".join(suite)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        second = SecondSystem(process, output)
        try:
            yield second
        finally:
            second.stop()


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
