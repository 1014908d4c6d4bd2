"""The check of a built site finds what is broken, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handbook.links import Site, read

if TYPE_CHECKING:
    from pathlib import Path


def site(folder: Path, **pages: str) -> Site:
    (folder / "more").mkdir()
    (folder / "picture.png").write_bytes(b"")
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    return Site.read(folder)


@pytest.mark.parametrize(
    "link",
    [
        "#here",
        "other.html",
        "other.html#there",
        "other.html?query#there",
        "/other.html",
        "./other.html",
        "picture.png",
        "https://elsewhere.example/page#anchor",
        "mailto:somebody@elsewhere.example",
        "",
    ],
)
def test_a_good_link_is_left_alone(link: str, tmp_path: Path) -> None:
    page = f'<h1 id="here">x</h1><a href="{link}">y</a>'
    assert site(tmp_path, page=page, other='<h2 id="there">z</h2>').problems() == []


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ('<a href="gone.html">x</a>', '"gone.html" leads nowhere: there is no such file'),
        ('<a href="#gone">x</a>', '"#gone" leads nowhere: there is no such anchor'),
        ('<a href="other.html#gone">x</a>', '"other.html#gone" leads nowhere: there is no such a'),
        ('<a href="picture.png#gone">x</a>', '"picture.png#gone" leads nowhere: there is no such'),
        ('<a href="more/">x</a>', '"more/" leads nowhere: there is no such file'),
        ('<img alt="x" src="gone.png">', '"gone.png" leads nowhere: there is no such file'),
        ('<img src="picture.png">', "the picture picture.png has no text: write ![what"),
        ("<p>text\n- one\n- two</p>", '"- one'),
        ("<p>see [the rules](rules.md)</p>", '"](rules.md)" is still Markdown'),
        ("<p>**bold</p>", '"**bold" is still Markdown: set it off by an empty line'),
    ],
)
def test_what_is_broken_is_named(html: str, reason: str, tmp_path: Path) -> None:
    (problem,) = site(tmp_path, page=html, other="").problems()
    assert problem.startswith(f"page.html: {reason}")


def test_code_may_look_like_markdown(tmp_path: Path) -> None:
    html = "<pre><code>- one\n# two\n**three**</code></pre><p>- (0.79) <code>[x](y)</code></p>"
    assert site(tmp_path, page=html).problems() == []


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="//cdn.example/x.css">',
        '<img src="http://cdn.example/x.png">',
        '<img srcset="https://cdn.example/x.png 2x">',
        '<p style="background: url(https://cdn.example/x.png)">x</p>',
        "<style>@import 'https://cdn.example/x.css';</style>",
        '<style>p { background: url("https://cdn.example/x.png") }</style>',
    ],
)
def test_what_would_come_from_another_host_is_found(html: str, tmp_path: Path) -> None:
    (found,) = site(tmp_path, page=html).loaded_from_outside()
    assert found.startswith("page.html: ")
    assert "cdn.example/x." in found


def test_style_sheets_are_searched_as_well(tmp_path: Path) -> None:
    sheet = """p { background: url("data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>") }
    @font-face { src: url(https://fonts.example/x.woff2) }"""
    (tmp_path / "x.css").write_text(sheet, encoding="utf-8")
    assert Site.read(tmp_path).loaded_from_outside() == ["x.css: https://fonts.example/x.woff2"]


def test_links_to_other_hosts_are_listed_with_their_pages(tmp_path: Path) -> None:
    link = '<a href="https://mopidy.com">x</a>'
    assert site(tmp_path, one=link, two=link * 2).outside() == {
        "https://mopidy.com": ["one.html", "two.html"]
    }


def test_names_of_old_anchors_count() -> None:
    assert read('<a name="old"></a><p id="new">').ids == {"old", "new"}
