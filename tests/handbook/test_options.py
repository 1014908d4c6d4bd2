"""The list of options says what the schema, ext.conf and the texts say together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from mopidy import config

from handbook import options
from handbook.options import Option, OptionsError
from mopidy_moodcam import Extension
from tests.test_extension import defaults

if TYPE_CHECKING:
    from pathlib import Path

TEXT = {"short": "how many", "text": "As many as that.", "example": "2"}


def texts(**told: dict[str, str]) -> dict[str, dict[str, object]]:
    return {"all": {"title": "All", "options": told}}


def every_option() -> list[Option]:
    return [option for group in options.read() for option in group.options]


def test_the_page_is_what_the_code_and_the_texts_make(capsys: pytest.CaptureFixture[str]) -> None:
    code = options.main(["--check"])
    assert code == 0, capsys.readouterr().err


def test_every_option_is_told_with_its_default() -> None:
    told = {option.name: option.default for option in every_option()}
    assert told == defaults()


def test_the_bounds_told_are_those_that_are_kept() -> None:
    schema = Extension().get_config_schema()
    bounded = 0
    for option in every_option():
        found = re.fullmatch(r"a (?:whole )?number from (\S+) to (\S+) \(.*\)", option.values)
        if found is None:
            continue
        low, high = found.groups()
        bounded += 1
        whole = option.values.startswith("a whole")
        beyond = (int(low) - 1, int(high) + 1) if whole else (float(low) - 1e-3, float(high) + 1e-3)
        for allowed in (low, high):
            schema[option.name].deserialize(allowed)
        for refused in beyond:
            with pytest.raises(ValueError, match=re.escape(option.values)):
                schema[option.name].deserialize(str(refused))
    assert bounded


def test_an_option_without_a_text_says_where_to_write_one() -> None:
    with pytest.raises(OptionsError) as refused:
        options.join({"mqtt_port": "1883"}, {"mqtt_port": config.Integer()}, texts())
    assert str(refused.value) == (
        'the option "mqtt_port" has no text: add [GROUP.options.mqtt_port] with short, text and '
        "example to handbook/options.toml, then run `python -m handbook.options`"
    )


def test_a_text_without_an_option_is_to_be_removed() -> None:
    with pytest.raises(OptionsError, match='a text for "gone", which is no option: remove it'):
        options.join({}, {}, texts(gone=TEXT))


def test_an_option_without_a_default_is_named() -> None:
    with pytest.raises(OptionsError, match=r'the option "size" has no default in ext\.conf'):
        options.join({}, {"size": config.Boolean()}, texts(size=TEXT))


def test_an_example_that_the_schema_refuses_is_named() -> None:
    with pytest.raises(OptionsError, match=r'the example of "size" is refused: .*2'):
        options.join({"size": "true"}, {"size": config.Boolean()}, texts(size=TEXT))


def test_a_type_that_says_nothing_of_its_bounds_is_named() -> None:
    with pytest.raises(OptionsError, match='the bounds of "size" are unknown, since Integer has'):
        options.join({"size": "1"}, {"size": config.Integer()}, texts(size=TEXT))


def test_an_option_that_may_be_empty_says_so() -> None:
    assert options.values("model", config.Path(optional=True)) == "a file, or empty"
    assert options.values("model", config.Path()) == "a file"


def test_what_stands_around_the_list_stays() -> None:
    document = f"before\n{options.BEGIN}old\n{options.END}\nafter\n"
    assert options.written(document, "new\n") == (
        f"before\n{options.BEGIN}\nnew\n\n{options.END}\nafter\n"
    )


def test_a_page_without_the_marks_is_refused() -> None:
    with pytest.raises(OptionsError, match=r"docs/configuration\.md needs the lines <!-- python"):
        options.written("nothing here\n", "new\n")


def test_checking_writes_nothing_and_tells_how_to_bring_the_page_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "configuration.md"
    page.write_text(f"{options.BEGIN}old\n{options.END}\n", encoding="utf-8")
    monkeypatch.setattr(options, "PAGE", page)
    assert options.main(["--check"]) == 1
    assert "old" in page.read_text(encoding="utf-8")
    assert "out of date: run `python -m handbook.options`" in capsys.readouterr().err
    assert options.main([]) == 0
    assert "`camera`" in page.read_text(encoding="utf-8")
    assert options.main(["--check"]) == 0
