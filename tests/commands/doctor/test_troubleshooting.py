"""docs/troubleshooting.md explains every sentence that the doctor can say."""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import iter_modules

import pytest

from mopidy_moodcam.commands import doctor
from mopidy_moodcam.commands.doctor.finding import Sentence
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "troubleshooting.md").read_text("utf-8")
TEXT = " ".join(PAGE.split())  # a sentence may go on in the next line
SENTENCES = {
    f"{module.name}.{name}": value
    for module in iter_modules(doctor.__path__)
    for name, value in vars(import_module(f"{doctor.__name__}.{module.name}")).items()
    if isinstance(value, Sentence)
}


def rows() -> dict[str, tuple[str, str]]:
    """What stands in the page's tables: a sentence, its cause and the way out."""
    found = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE)
    return {said: (cause, way_out) for said, cause, way_out in found}


@pytest.mark.parametrize("name", SENTENCES)
def test_every_sentence_is_on_the_page_with_its_cause_and_way_out(name: str) -> None:
    sentence = SENTENCES[name]
    if sentence.level == "ok":
        assert sentence.text in TEXT
    else:
        cause, way_out = rows()[sentence.text]
        assert min(len(cause), len(way_out)) > 10


def test_whatever_is_not_well_has_a_way_out() -> None:
    for name, sentence in SENTENCES.items():
        assert bool(sentence.way_out) == (sentence.level != "ok"), name
        assert not sentence.way_out or sentence.way_out.endswith((".", "?")), name


def test_the_page_explains_no_sentence_that_is_not_said() -> None:
    said = {sentence.text for sentence in SENTENCES.values()}
    told = {text for text in rows() if text.endswith((".", "}")) and "`" not in text}
    assert told - said == set()
