"""A hundred thousand damaged pictures: each is refused in a sentence or decoded as it says."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from mopidy_moodcam.vision.jpeg import MAX_SIDE, PictureError, check_jpeg, decode_jpeg
from tests.web.mutate import mutated, seeds

PARTS = 10
INPUTS_A_PART = 10_000
WARM_UP = 2_000
GROWTH = 32 * 1024  # KiB; one bomb of 65,535 by 65,535 pixels would be 12 GiB


def peak_kib(*, anew: bool = False) -> int:
    """Return the most memory that this process has held, since it was last asked to begin anew."""
    if anew:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # see man proc
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def fate(data: bytes) -> str:
    """Say what became of a picture: the beginning of the refusal, or "decoded"."""
    try:
        width, height = check_jpeg(data)
        image = decode_jpeg(data)
    except PictureError as error:
        sentence = str(error)
        assert sentence.startswith("the picture")
        assert len(sentence) < 120
        assert "\n" not in sentence
        return " ".join(sentence.split()[2:4])
    assert 1 <= min(width, height) <= max(width, height) <= MAX_SIDE
    assert image.shape in {(height, width, 3), (width, height, 3)}  # EXIF may turn it
    return "decoded"


@pytest.fixture(scope="module")
def pool() -> list[bytes]:
    pool = seeds()
    source = random.Random(0)  # noqa: S311 - inputs that are the same at every run
    for _ in range(WARM_UP):
        fate(mutated(source, pool))
    return pool


def test_the_pictures_to_damage_are_good_ones(pool: list[bytes]) -> None:
    assert {fate(data) for data in pool} == {"decoded"}


@pytest.mark.parametrize("part", range(1, PARTS + 1))
def test_a_damaged_picture_is_refused_or_decoded_within_the_limits(
    pool: list[bytes], part: int
) -> None:
    source = random.Random(part)  # noqa: S311 - inputs that are the same at every run
    before_kib = peak_kib(anew=True)
    fates = Counter(fate(mutated(source, pool)) for _ in range(INPUTS_A_PART))
    assert peak_kib() - before_kib < GROWTH, "a picture took far more memory than it may"
    assert len(fates) >= 8, fates  # all that can be wrong is found
    assert fates["decoded"] > INPUTS_A_PART // 10, fates
