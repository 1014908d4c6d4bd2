"""Whether a built site holds together: its links, its anchors, and that it loads only itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HERE: Final = "http://site.invalid/"
"""Stands for the root of the site while links are joined."""

LOADS: Final = {
    "audio": ("src",),
    "embed": ("src",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src", "srcset"),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "use": ("href", "xlink:href"),
    "video": ("poster", "src"),
}
"""What a browser fetches by itself, by element."""

STYLE_LOADS: Final = re.compile(r"""(?:url\(\s*|@import\s+)["']?(?!data:)([^"')\s;]+)""")
UNRENDERED: Final = re.compile(r"^(?:[-*+] (?:\w|$)|\d+\. |\||#{1,6} |```)|\*\*|\]\(", re.MULTILINE)
LITERAL: Final = frozenset({"code", "pre", "script", "style", "textarea", "title"})


@dataclass(slots=True)
class Page:
    """What one page of a site offers and asks for.

    `ids` are its anchors, `links` what its reader may follow, `loads` what the browser fetches by
    itself, `raw` the beginnings of texts that are still Markdown, and `wordless` the pictures
    without a text for those who cannot see them.
    """

    ids: set[str] = field(default_factory=set[str])
    links: list[str] = field(default_factory=list[str])
    loads: list[str] = field(default_factory=list[str])
    raw: list[str] = field(default_factory=list[str])
    wordless: list[str] = field(default_factory=list[str])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._literal: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value for name, value in attrs if value}
        self.page.ids.update(given[name] for name in ("id", "name") if name in given)
        if tag == "a" and "href" in given:
            self.page.links.append(given["href"])
        for name in LOADS.get(tag, ()):
            if name == "srcset":
                sets = given.get(name, "").split(",")
                self.page.loads += [one.split()[0] for one in sets if one.split()]
            elif name in given:
                self.page.loads.append(given[name])
        if tag == "img" and "alt" not in given:
            self.page.wordless.append(given.get("src", ""))
        self.page.loads += STYLE_LOADS.findall(given.get("style", ""))
        if tag in LITERAL:
            self._literal.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._literal:
            self._literal.remove(tag)

    def handle_data(self, data: str) -> None:
        if "style" in self._literal:
            self.page.loads += STYLE_LOADS.findall(data)
        if not self._literal and (found := UNRENDERED.search(data)):
            self.page.raw.append(data[found.start() :].strip()[:60])


def read(html: str) -> Page:
    """Return what a page offers and asks for."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


@dataclass(frozen=True, slots=True)
class Site:
    """A built site: its pages by their path from the root, such as "rules.html"."""

    folder: Path
    pages: dict[str, Page]

    @classmethod
    def read(cls, folder: Path) -> Site:
        """Read every page of a folder."""
        files = sorted(folder.rglob("*.html"))
        named = {str(file.relative_to(folder)): file.read_text(encoding="utf-8") for file in files}
        return cls(folder, {name: read(html) for name, html in named.items()})

    def problems(self) -> list[str]:
        """Return a sentence for each dead link, picture without words and text left as Markdown."""
        sentences = [
            f'{name}: "{target}" leads nowhere: {reason}'
            for name, page in self.pages.items()
            for target in dict.fromkeys((*page.links, *page.loads))
            if (reason := self._broken(name, target))
        ]
        sentences += [
            f'{name}: "{text}" is still Markdown: set it off by an empty line'
            for name, page in self.pages.items()
            for text in page.raw
        ]
        sentences += [
            f"{name}: the picture {source} has no text: write ![what is seen]({source})"
            for name, page in self.pages.items()
            for source in page.wordless
        ]
        return sentences

    def outside(self) -> dict[str, list[str]]:
        """Return the links to other hosts, each with the pages on which it stands."""
        found: dict[str, list[str]] = {}
        for name, page in self.pages.items():
            for link in dict.fromkeys(page.links):
                if urlsplit(link).netloc:
                    found.setdefault(link, []).append(name)
        return dict(sorted(found.items()))

    def loaded_from_outside(self) -> list[str]:
        """Return what pages and style sheets would have the browser fetch from other hosts."""
        asked = [(name, load) for name, page in self.pages.items() for load in page.loads]
        asked += [*self._style_loads()]
        return [f"{name}: {load}" for name, load in asked if urlsplit(load).netloc]

    def _style_loads(self) -> Iterator[tuple[str, str]]:
        for file in sorted(self.folder.rglob("*.css")):
            name = str(file.relative_to(self.folder))
            text = file.read_text(encoding="utf-8")
            for load in STYLE_LOADS.findall(re.sub(r'url\("data:[^"]*"\)', "", text)):
                yield name, load

    def _broken(self, name: str, target: str) -> str | None:
        parts = urlsplit(urljoin(HERE + name, target))
        if f"{parts.scheme}://{parts.netloc}/" != HERE:
            return None
        path = unquote(parts.path).lstrip("/")
        file = self.folder / path
        if file.is_dir():
            path, file = f"{path.rstrip('/')}/index.html".lstrip("/"), file / "index.html"
        if not file.is_file():
            return "there is no such file"
        anchor = unquote(parts.fragment)
        if anchor and (path not in self.pages or anchor not in self.pages[path].ids):
            return "there is no such anchor"
        return None
