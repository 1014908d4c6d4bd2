"""Write the list of options in docs/configuration.md: `python -m handbook.options [--check]`.

Defaults come from ext.conf, bounds from the schema that Mopidy checks with, and the rest from
options.toml beside this file, so that no option can be added, changed or dropped unsaid.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from configparser import ConfigParser
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam import Extension

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE: Final = Path(__file__).resolve().parent
PAGE: Final = HERE.parent / "docs" / "configuration.md"
COMMAND: Final = "python -m handbook.options"
BEGIN: Final = f"<!-- {COMMAND} -->\n"
END: Final = "<!-- end -->"

KINDS: Final = {
    "Boolean": "true or false",
    "Hostname": "a host name or an address",
    "List": "several, separated by commas or lines",
    "Path": "a file",
    "Port": "a port from 0 to 65535",
    "Secret": "a secret",
}
"""What Mopidy's own types take, for options that need no sentence of their own."""


class OptionsError(Exception):
    """The schema, ext.conf and options.toml do not belong together; one sentence an option."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option as the page shows it; `short` completes a table, `text` is Markdown."""

    name: str
    default: str
    values: str
    short: str
    text: str
    example: str


@dataclass(frozen=True, slots=True)
class Group:
    """Options that belong together, in the order of options.toml."""

    title: str
    options: tuple[Option, ...]


def read() -> tuple[Group, ...]:
    """Return every option of the section [moodcam], by group.

    Raises OptionsError that names each option without a text, each text without an option, and
    each default or example that the schema refuses.
    """
    defaults = ConfigParser(interpolation=None)
    defaults.read_string(Extension().get_default_config())
    with (HERE / "options.toml").open("rb") as file:
        texts: dict[str, dict[str, Any]] = tomllib.load(file)
    schema: Mapping[str, Any] = Extension().get_config_schema()
    return join(dict(defaults["moodcam"]), schema, texts)


def join(
    defaults: Mapping[str, str],
    schema: Mapping[str, Any],
    texts: Mapping[str, Mapping[str, Any]],
) -> tuple[Group, ...]:
    """Return the options that three sources make together; raises OptionsError as `read` does."""
    told = {name: text for group in texts.values() for name, text in group["options"].items()}
    problems = [
        f'the option "{name}" has no text: add [GROUP.options.{name}] with short, text and example '
        f"to handbook/options.toml, then run `{COMMAND}`"
        for name in schema
        if name not in told
    ]
    problems += [
        f'handbook/options.toml has a text for "{name}", which is no option: remove it'
        for name in told
        if name not in schema
    ]
    problems += [
        f'the option "{name}" has no default in ext.conf' for name in {*schema} - {*defaults}
    ]
    for name in told.keys() & schema.keys() & defaults.keys():
        for where, value in (("default", defaults[name]), ("example", told[name]["example"])):
            refusal = _refusal(schema[name], value)
            if refusal:
                problems.append(f'the {where} of "{name}" is refused: {refusal}')
    if problems:
        raise OptionsError("\n".join(sorted(problems)))
    return tuple(
        Group(
            group["title"],
            tuple(
                Option(
                    name,
                    defaults[name],
                    values(name, schema[name]),
                    text["short"],
                    text["text"].strip(),
                    text["example"],
                )
                for name, text in group["options"].items()
            ),
        )
        for group in texts.values()
    )


def values(name: str, kind: Any) -> str:
    """Return what an option takes, in the words with which Mopidy refuses anything else."""
    rule = getattr(kind, "rule", None) or KINDS.get(type(kind).__name__)
    if rule is None:
        msg = (
            f'the bounds of "{name}" are unknown, since {type(kind).__name__} has no sentence for '
            f"them: wrap it in Explained (settings.py)"
        )
        raise OptionsError(msg)
    return rule if _refusal(kind, "") else f"{rule}, or empty"


def page(groups: tuple[Group, ...]) -> str:
    """Return the list of options as Markdown: a table of all, then each in full."""
    lines = ["| option | default | meaning |", "| --- | --- | --- |"]
    lines += [
        f"| [`{option.name}`](#{option.name}) | {_code(option.default)} | {option.short} |"
        for group in groups
        for option in group.options
    ]
    for group in groups:
        lines += ["", f"## {group.title}"]
        for option in group.options:
            lines += [
                "",
                f"### `{option.name}`",
                "",
                f"{option.short[0].upper()}{option.short[1:]}.",
                "",
                option.text,
                "",
                f"- Default: {_code(option.default)}",
                f"- Values: {option.values}",
                f"- Example: `{option.name} = {option.example}`",
            ]
    return "\n".join(lines) + "\n"


def written(document: str, options: str) -> str:
    """Return a document with the list of options between its two marks.

    Raises OptionsError when it has not both.
    """
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        msg = f"docs/configuration.md needs the lines {BEGIN.strip()} and {END}"
        raise OptionsError(msg)
    return f"{before}{begin}\n{options}\n{end}{after}"


def main(arguments: list[str] | None = None) -> int:
    """Write the page, or with --check only say whether it is right; return the exit code."""
    parser = argparse.ArgumentParser(COMMAND, description="Write docs/configuration.md.")
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if it would change")
    check = parser.parse_args(arguments).check
    before = PAGE.read_text(encoding="utf-8")
    try:
        after = written(before, page(read()))
    except OptionsError as error:
        print(error, file=sys.stderr)
        return 1
    if check and before != after:
        print(f"docs/configuration.md is out of date: run `{COMMAND}`", file=sys.stderr)
        return 1
    if not check:
        PAGE.write_text(after, encoding="utf-8")
    return 0


def _refusal(kind: Any, value: str) -> str | None:
    try:
        kind.deserialize(value)
    except ValueError as error:
        return str(error)
    return None


def _code(value: str) -> str:
    return f"`{value}`" if value else "empty"


if __name__ == "__main__":
    sys.exit(main())
