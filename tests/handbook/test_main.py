"""What `python -m handbook` says of the site that it has built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("mkdocs", reason="the documents are built where the group docs is installed")

from handbook import __main__ as handbook
from handbook.site import BuildError

if TYPE_CHECKING:
    from pathlib import Path

LINK = '<a href="https://mopidy.com">x</a>'


@pytest.fixture(autouse=True)
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(handbook, "TARGET", tmp_path)
    return tmp_path


def built(monkeypatch: pytest.MonkeyPatch, html: str) -> None:
    def build(folder: Path) -> None:
        (folder / "index.html").write_text(html, encoding="utf-8")

    monkeypatch.setattr(handbook, "build", build)


def test_a_site_that_holds_together_is_said_to_be_so(
    target: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    built(monkeypatch, LINK)
    assert handbook.main() == 0
    said = capsys.readouterr().out
    assert "1 mopidy.com" in said
    assert f"open {target}/index.html" in said


@pytest.mark.parametrize(
    ("html", "sentence"),
    [
        ('<a href="gone.html">x</a>', '"gone.html" leads nowhere: there is no such file'),
        ('<script src="https://cdn.example/x.js"></script>', "comes from another host"),
    ],
)
def test_a_site_that_does_not_is_refused(
    html: str,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    built(monkeypatch, html)
    assert handbook.main() == 1
    assert sentence in capsys.readouterr().err


def test_what_mkdocs_refuses_is_told_in_its_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def build(_: Path) -> None:
        msg = "docs/new.md has no place"
        raise BuildError(msg)

    monkeypatch.setattr(handbook, "build", build)
    assert handbook.main() == 1
    assert capsys.readouterr().err == "docs/new.md has no place\n"
