from __future__ import annotations

import contextlib
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mopidy_moodcam.emotions import LABELS
from mopidy_moodcam.music import genres
from mopidy_moodcam.music.rules import MAX_BYTES, RulesError, load_rules

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def rules_file(tmp_path: Path) -> Path:
    return tmp_path / "rules.toml"


def test_the_defaults_have_the_rows_of_the_founding_paper() -> None:
    rules = load_rules(None)
    assert [tuple(rules[emotion].genres) for emotion in ("happy", "sad", "angry", "neutral")] == [
        ("upbeat pop", "dance", "energetic"),
        ("soft acoustic", "classical", "slow ballads"),
        ("rock", "heavy metal", "intense"),
        ("lo-fi", "jazz", "ambient"),
    ]


def test_the_defaults_cover_every_emotion_with_known_genres() -> None:
    rules = load_rules(None)
    assert set(rules.by_emotion) == set(LABELS)
    assert rules.doubts == ()
    for rule in rules.by_emotion.values():
        assert all(genres.place_of(name) is not None for name in rule.genres)


def test_a_users_file_replaces_only_the_keys_that_it_gives(rules_file: Path) -> None:
    rules_file.write_text('[happy]\ngenres = { polka = 2 }\n[sad.uris]\n"m3u:blue.m3u8" = 0.5\n')
    rules, defaults = load_rules(rules_file), load_rules(None)
    assert rules["happy"].genres == {"polka": 2.0}
    assert rules["happy"].elevate == defaults["happy"].elevate
    assert rules["sad"].uris == {"m3u:blue.m3u8": 0.5}
    assert rules["sad"].genres == defaults["sad"].genres
    assert rules["angry"] == defaults["angry"]
    assert rules.uris == ("m3u:blue.m3u8",)


def test_a_genre_that_looks_like_a_slip_is_doubted_not_refused(rules_file: Path) -> None:
    rules_file.write_text("[happy]\ngenres = { danec = 1.0, zzz = 1.0 }\n")
    first, second = load_rules(rules_file).doubts
    assert '"danec"' in first
    assert 'did you mean "dance"?' in first
    assert "did you mean" not in second


def test_steps_may_be_genres_of_ones_own(rules_file: Path) -> None:
    rules_file.write_text('[happy]\ngenres = { polkacore = 1 }\nelevate = ["Polkacore", "sad"]\n')
    assert load_rules(rules_file)["happy"].elevate == ("Polkacore", "sad")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[happy\n", ["not valid TOML", "line 1"]),
        ("[hapy]\n", ["[hapy] is not an emotion", 'did you mean "happy"?']),
        ("[joy]\n", ["[joy] is not an emotion", "the emotions are neutral, happy"]),
        ("happy = 3\n", ["[happy] must be a table", "genres = {"]),
        ("[sad]\ngenre = { jazz = 1 }\n", ["[sad] genre is not a key", 'did you mean "genres"?']),
        ('[sad]\ngenres = ["jazz"]\n', ["[sad] genres must be a table", "{ jazz = 1.0 }"]),
        (
            "[sad]\ngenres = { jazz = 0 }\n",
            ['genres "jazz" must have a finite weight above 0, not 0'],
        ),
        ("[sad]\ngenres = { jazz = nan }\n", ["above 0, not nan"]),
        ("[sad]\ngenres = { jazz = inf }\n", ["inf"]),
        ("[sad]\ngenres = { jazz = true }\n", ["a number as weight, not True"]),
        ('[sad]\ngenres = { jazz = "1" }\n', ["a number as weight, not '1'"]),
        ('[sad]\ngenres = { "--" = 1 }\n', ["is not a genre"]),
        ("[sad]\ngenres = {}\n", ["[sad] has nothing to play"]),
        ("[sad]\nuris = { calm = 1 }\n", ['uris "calm" is not a URI', "scheme"]),
        ('[sad]\nelevate = "happy"\n', ["[sad] elevate must be a list"]),
        ("[sad]\nelevate = [1]\n", ["names of emotions or genres, not 1"]),
        ('[sad]\nelevate = ["neutrl"]\n', ['the step "neutrl"', 'did you mean "neutral"?']),
        ('[sad]\nbalance = ["danec"]\n', ['the step "danec"', 'did you mean "dance"?']),
    ],
)
def test_a_mistake_is_told_with_its_place_and_the_way_out(
    rules_file: Path, text: str, parts: list[str]
) -> None:
    rules_file.write_text(text)
    with pytest.raises(RulesError) as caught:
        load_rules(rules_file)
    message = str(caught.value)
    assert message.startswith(f"rules {rules_file}")
    assert message.endswith((".", "?"))
    assert "\n" not in message
    for part in parts:
        assert part in message


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match=r"cannot be read \(no such file or directory\)"):
        load_rules(tmp_path / "none.toml")
    with pytest.raises(RulesError, match=r"cannot be read \(is a directory\)"):
        load_rules(tmp_path)
    binary = tmp_path / "rules.toml"
    binary.write_bytes(b"[happy]\n\xff")
    with pytest.raises(RulesError, match="not UTF-8 text at byte 8"):
        load_rules(binary)


def test_reason_and_way_out_can_be_had_apart(rules_file: Path) -> None:
    missing = rules_file.with_name("none.toml")
    with pytest.raises(RulesError) as caught:
        load_rules(missing)
    error = caught.value
    assert error.reason == f"rules {missing} cannot be read (no such file or directory)"
    assert str(error) == f"{error.reason}: {error.way_out}."
    assert error.way_out == "correct moodcam/rules, or leave it empty for the default rules"
    assert error.with_way_out("name another FILE") == f"{error.reason}: name another FILE."


def test_what_helps_in_the_file_itself_is_not_replaced(rules_file: Path) -> None:
    rules_file.write_text("[hapy]\n")
    with pytest.raises(RulesError) as caught:
        load_rules(rules_file)
    error = caught.value
    assert error.reason.endswith('[hapy] is not an emotion: did you mean "happy"?')
    assert error.way_out == ""
    assert str(error) == error.with_way_out("name another FILE") == error.reason


def test_no_more_of_a_file_is_read_than_rules_ever_have(rules_file: Path) -> None:
    rules_file.write_text("# words\n" * (MAX_BYTES // 8))
    assert load_rules(rules_file).by_emotion == load_rules(None).by_emotion
    rules_file.write_text("# words\n" * (MAX_BYTES // 8) + "#")
    with pytest.raises(RulesError, match="has more than 32 KiB: correct moodcam/rules"):
        load_rules(rules_file)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[happy.genres]\njazz." + "a." * 5000 + "a = 1", "a number as weight, not a table"),
        ("[happy.genres]\njazz = [[1]]", "a number as weight, not a list"),
        ("[happy.genres]\njazz = 0x" + "f" * 9000, "not a number of more than 64 bits"),
        ("[happy.genres]\njazz = -" + "9" * 4200, "not a number of more than 64 bits"),
        ("[happy.genres]\njazz = {a = 0x" + "f" * 9000 + "}", "not a table"),
        (f'[happy.genres]\n"{"ab " * 9000}" = 1', "is longer than 100 characters"),
        (f'[happy.uris]\n"a:{"b" * 9000}" = 1', "is longer than 2000 characters"),
        (
            f"[happy]\nelevate = [{{{'a.' * 5000}a = 1}}]",
            "names of emotions or genres, not a table",
        ),
        ("[happy]\nelevate = [0x" + "f" * 9000 + "]", "not a number of more than 64 bits"),
        (f'[happy]\nelevate = ["{"ab" * 9000}"]', "which is no emotion and no genre"),
        (f'[happy]\nbalance = ["{"sad" * 9000}", 1]', "which is no emotion and no genre"),
        (f"[{'a' * 30_000}]", "is not an emotion"),
        ('["a\\nb\\u001b[1m"]', "[a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}[1m] is not"),
        (f"[happy]\n{'a' * 30_000} = 1", "is not a key"),
        (f"[{'a.' * 500}a]\n" * 2, "is not valid TOML"),
    ],
)
def test_what_has_no_end_is_told_in_a_short_sentence(
    rules_file: Path, text: str, problem: str
) -> None:
    rules_file.write_text(text)
    with pytest.raises(RulesError) as caught:
        load_rules(rules_file)
    sentence = str(caught.value).replace(str(rules_file), "FILE")
    assert problem in sentence
    assert len(sentence) < 500
    assert "\n" not in sentence


names = st.sampled_from([*LABELS, "joy", "genres", "uris", "elevate", "balance", "jazz", "m3u:a"])
values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | names,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)


def as_toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{k}" = {as_toml(v)}' for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(as_toml(item) for item in value) + "]"
    if isinstance(value, str):
        return f'"{value}"'
    return str(value).lower()


@settings(deadline=None)  # the first example reads the genre tree
@given(st.dictionaries(names, st.dictionaries(names, values, max_size=3) | values, max_size=3))
def test_anything_in_a_file_gives_rules_or_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: dict[str, object]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text("".join(f'"{key}" = {as_toml(value)}\n' for key, value in content.items()))
    with contextlib.suppress(RulesError):
        rules = load_rules(path)
        assert set(tomllib.loads(path.read_text())) <= set(LABELS)
        assert all(rule.genres or rule.uris for rule in rules.by_emotion.values())


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 5000,
        "[happy]\ngenres = { pop = " + "9" * 400 + " }\n",
        "[happy]\ngenres = { pop = " + "9" * 5000 + " }\n",
    ],
)
def test_what_python_cannot_take_is_refused_like_any_mistake(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RulesError, match=r"rules .*rules.toml"):
        load_rules(path)
