"""Build the documents into build/docs and check them: `python -m handbook`, or `make docs`."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from handbook.links import Site
from handbook.site import BuildError, build

TARGET: Final = Path("build/docs")


def main() -> int:
    """Build, check, and say what was found; return the exit code."""
    try:
        build(TARGET)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    site = Site.read(TARGET)
    problems = site.problems() + [
        f"{load} comes from another host" for load in site.loaded_from_outside()
    ]
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return 1
    hosts = Counter(urlsplit(link).netloc for link in site.outside())
    print("Links to other hosts, which are not followed:")
    print("\n".join(f"  {count:3} {host}" for host, count in hosts.most_common()))
    print(f"{len(site.pages)} pages, every link between them right: open {TARGET}/index.html")
    return 0


if __name__ == "__main__":
    sys.exit(main())
