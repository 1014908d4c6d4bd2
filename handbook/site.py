"""The site that mkdocs.yml describes, and whether every document has a place in it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from mkdocs.config import load_config

ROOT: Final = Path(__file__).resolve().parent.parent
CONFIG: Final = ROOT / "mkdocs.yml"


class BuildError(Exception):
    """MkDocs found something wrong; its own words."""


def build(target: Path) -> None:
    """Build the site into a folder, without a network.

    Raises BuildError for any warning: a link that leads nowhere, a page without a place.
    """
    missing = without_place()
    if missing:
        msg = "\n".join(
            f"docs/{page} has no place: add it to nav in mkdocs.yml, under one of its headings"
            for page in missing
        )
        raise BuildError(msg)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    command += ["--config-file", str(CONFIG), "--site-dir", str(target.resolve())]
    done = subprocess.run(  # noqa: S603
        command,
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
    )
    if done.returncode != 0:
        raise BuildError(done.stdout + done.stderr)


def without_place() -> list[str]:
    """Return the documents that nav in mkdocs.yml does not name."""
    config: Any = load_config(str(CONFIG))
    docs = Path(config.docs_dir)
    pages = {file.relative_to(docs).as_posix() for file in docs.rglob("*.md")}
    return sorted(pages - set(_named(config.nav)))


def _named(nav: Any) -> list[str]:
    """Return the pages that a part of nav names."""
    if isinstance(nav, str):
        return [nav]
    inner = nav.values() if isinstance(nav, dict) else nav
    return [page for part in inner for page in _named(part)]
