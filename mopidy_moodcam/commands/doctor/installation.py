"""Is MoodCam installed completely, turned on, and able to make a sound?"""

from __future__ import annotations

import importlib
import platform
import re
from collections import Counter
from configparser import ConfigParser
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam.commands.doctor.finding import Finding, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

DISTRIBUTION: Final = "mopidy-moodcam"

VERSIONS = Sentence("mopidy", "ok", "Mopidy {mopidy}, Python {python}, MoodCam {moodcam}.")
REFUSED = Sentence(
    "mopidy",
    "fault",
    "Mopidy has refused moodcam/{option} and turned MoodCam off.",
    "Correct it in mopidy.conf; Mopidy says above which values are right.",
)
TURNED_OFF = Sentence(
    "mopidy",
    "fault",
    "MoodCam is turned off: moodcam/enabled is false in mopidy.conf.",
    "Set moodcam/enabled = true; camera, model, rules and library are looked at then.",
)
PACKAGES_MET = Sentence("packages", "ok", "Everything that MoodCam needs is installed.")
PACKAGE_MISSING = Sentence(
    "packages",
    "fault",
    "{package} is not installed, so Mopidy leaves MoodCam off.",
    "Install MoodCam again with pip into Mopidy's own environment, which brings it in.",
)
PACKAGE_WRONG = Sentence(
    "packages",
    "fault",
    "{package} {found} is installed, but MoodCam needs {wanted}, so Mopidy leaves MoodCam off.",
    'Run pip install "{package}{wanted}" in Mopidy\'s own environment.',
)
SOUND_WORKS = Sentence("sound", "ok", "{gstreamer} plays to {output}.")
SOUND_OUTPUT = Sentence(
    "sound",
    "fault",
    "GStreamer cannot play to audio/output = {output}: {reason}.",
    "Correct audio/output in mopidy.conf, or install the GStreamer plugin that it names.",
)
SOUND_FORMAT = Sentence(
    "sound",
    "warning",
    "GStreamer cannot decode {format}, and {tracks} of the library's tracks need it.",
    "Run sudo apt install {debian}, then restart Mopidy.",
)

_DECODERS: Final = {  # a suffix: its name, the elements of which one is enough, Debian's package
    ".aac": ("AAC", ("avdec_aac", "faad", "fdkaacdec"), "gstreamer1.0-libav"),
    ".flac": ("FLAC", ("flacdec", "avdec_flac"), "gstreamer1.0-plugins-good"),
    ".m4a": ("AAC", ("avdec_aac", "faad", "fdkaacdec"), "gstreamer1.0-libav"),
    ".mp3": ("MP3", ("mpg123audiodec", "avdec_mp3", "mad"), "gstreamer1.0-plugins-good"),
    ".oga": ("Vorbis", ("vorbisdec", "avdec_vorbis"), "gstreamer1.0-plugins-base"),
    ".ogg": ("Vorbis", ("vorbisdec", "avdec_vorbis"), "gstreamer1.0-plugins-base"),
    ".opus": ("Opus", ("opusdec", "avdec_opus"), "gstreamer1.0-plugins-base"),
    ".wav": ("WAV", ("wavparse",), "gstreamer1.0-plugins-good"),
    ".wma": ("WMA", ("avdec_wmav2",), "gstreamer1.0-libav"),
}


def check_packages() -> list[Finding]:
    """Compare what is installed with what MoodCam requires."""
    findings: list[Finding] = []
    for requirement in metadata.requires(DISTRIBUTION) or ():
        if ";" in requirement:  # an optional extra
            continue
        parts = re.match(r"([\w.-]+)\s*\(?([^)]*)", requirement)
        if parts is None:
            continue
        package, wanted = parts[1], parts[2].replace(" ", "")
        try:
            found = metadata.version(package)
        except metadata.PackageNotFoundError:
            findings.append(PACKAGE_MISSING.said(package=package))
            continue
        if not meets(found, wanted):
            findings.append(PACKAGE_WRONG.said(package=package, found=found, wanted=wanted))
    return findings or [PACKAGES_MET.said()]


def meets(version: str, wanted: str) -> bool:
    """Say whether a version lies within bounds such as ">=2.6,<3".

    Only the numbers count (PEP 440 without pre-releases), and of the operators those that MoodCam
    uses: ">=" and "<".
    """
    number = _numbers(version)
    for bound in filter(None, wanted.split(",")):
        if bound.startswith(">=") and number < _numbers(bound[2:]):
            return False
        if bound.startswith("<") and number >= _numbers(bound[1:]):
            return False
    return True


def _numbers(version: str) -> tuple[int, ...]:
    public = version.partition("+")[0]
    numbers = [int(part) for part in re.findall(r"\d+", public)[:4]]
    while numbers and numbers[-1] == 0:  # 3.0 is as good as 3
        numbers.pop()
    return tuple(numbers)


def check_mopidy(mopidy_config: Mapping[str, Any], *, packages_met: bool) -> list[Finding]:
    """Look whether Mopidy has MoodCam turned on, and why not."""
    from mopidy_moodcam import __version__  # noqa: PLC0415 - it imports this module

    section: Mapping[str, Any] = mopidy_config["moodcam"]
    if not section["enabled"]:
        refused = [name for name in _never_empty() if name in section and section[name] is None]
        if refused:
            return [REFUSED.said(option=option) for option in refused]
        if packages_met:  # otherwise that is the reason, and said there
            return [TURNED_OFF.said()]
    versions = {"mopidy": metadata.version("mopidy"), "python": platform.python_version()}
    return [VERSIONS.said(**versions, moodcam=__version__)]


def _never_empty() -> list[str]:
    """Return the options with a default; of these, Mopidy hands on None for a refused value."""
    from mopidy_moodcam import Extension  # noqa: PLC0415 - it imports this module

    defaults = ConfigParser(interpolation=None)
    defaults.read_string(Extension().get_default_config())
    return [name for name, value in defaults["moodcam"].items() if value]


def check_sound(mopidy_config: Mapping[str, Any], uris: Iterable[str]) -> Iterator[Finding]:
    """Build Mopidy's audio output, and look for a decoder of what the library holds."""
    gst: Any = importlib.import_module("gi.repository.Gst")
    glib: Any = importlib.import_module("gi.repository.GLib")
    output = str(mopidy_config["audio"]["output"])
    try:
        gst.parse_bin_from_description(output, True)  # noqa: FBT003 - GStreamer has no names
    except glib.Error as error:
        yield SOUND_OUTPUT.said(output=output, reason=str(error.message).rstrip("."))
    else:
        yield SOUND_WORKS.said(gstreamer=gst.version_string(), output=output)
    for decoder, tracks in _decoders_of(uris).items():
        name, elements, debian = decoder
        if not any(gst.ElementFactory.find(element) for element in elements):
            yield SOUND_FORMAT.said(format=name, tracks=tracks, debian=debian)


def _decoders_of(uris: Iterable[str]) -> Counter[tuple[str, tuple[str, ...], str]]:
    """Return the decoders that a library needs, with how many of its tracks need each."""
    suffixes = Counter(Path(uri).suffix.lower() for uri in uris)
    needed = Counter[tuple[str, tuple[str, ...], str]]()
    for suffix, decoder in _DECODERS.items():
        needed[decoder] += suffixes[suffix]
    return +needed  # without those that nothing needs
