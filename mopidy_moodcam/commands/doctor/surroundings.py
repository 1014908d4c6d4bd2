"""What MoodCam needs around it: memory, and an MQTT broker if one is named."""

from __future__ import annotations

import socket
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mopidy_moodcam.commands.doctor.finding import Finding, Sentence
from mopidy_moodcam.commands.doctor.installation import meets
from mopidy_moodcam.sentences import reason_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mopidy_moodcam.settings import Settings

MEMINFO: Final = Path("/proc/meminfo")
NEEDED_MB: Final = 350.0  # torch, OpenCV and the networks, and some room for the music
ANSWER_S: Final = 5.0
PAHO: Final = "paho-mqtt"
PAHO_WANTED: Final = ">=2,<3"  # as the extra `mqtt` in pyproject.toml

MEMORY = Sentence("memory", "ok", "{free_mb} MB of memory are free.")
MEMORY_SHORT = Sentence(
    "memory",
    "warning",
    "Only {free_mb} MB of memory are free, swap included; MoodCam takes about {needed_mb} MB.",
    "End other programs, or add swap: when memory runs out, the system ends Mopidy.",
)
MQTT = Sentence("mqtt", "ok", "The MQTT broker at {address} can be reached.")
MQTT_MISSING = Sentence(
    "mqtt",
    "fault",
    "moodcam/mqtt_host is set, but paho-mqtt is not installed.",
    'Run pip install "mopidy-moodcam[mqtt]" in Mopidy\'s own environment, or empty mqtt_host.',
)
MQTT_VERSION = Sentence(
    "mqtt",
    "fault",
    "paho-mqtt {found} is installed, but MoodCam needs {wanted} for MQTT.",
    "Run pip install 'paho-mqtt{wanted}' in Mopidy's own environment, or empty mqtt_host.",
)
MQTT_UNREACHED = Sentence(
    "mqtt",
    "fault",
    "The MQTT broker at {address} cannot be reached: {reason}.",
    "Correct moodcam/mqtt_host and mqtt_port, start the broker, or empty mqtt_host.",
)


def check_memory(meminfo: Path = MEMINFO) -> Finding:
    """Look whether another MoodCam would find room in memory and swap."""
    sizes = dict(line.split(":", 1) for line in meminfo.read_text("utf-8").splitlines())
    kib = sum(int(sizes.get(name, "0").split()[0]) for name in ("MemAvailable", "SwapFree"))
    free_mb = kib * 1024 / 1e6
    sentence = MEMORY if free_mb >= NEEDED_MB else MEMORY_SHORT
    return sentence.said(free_mb=f"{free_mb:.0f}", needed_mb=f"{NEEDED_MB:.0f}")


def check_mqtt(settings: Settings) -> Iterator[Finding]:
    """Look whether the broker can be reached, if one is named.

    It is not logged in to: a second client's farewell would be taken for that of a running MoodCam.
    """
    host, port = settings.mqtt_host, settings.mqtt_port
    if not host:
        return
    try:
        found = metadata.version(PAHO)
    except metadata.PackageNotFoundError:
        yield MQTT_MISSING.said()
        return
    if not meets(found, PAHO_WANTED):
        yield MQTT_VERSION.said(found=found, wanted=PAHO_WANTED)
        return
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    try:
        socket.create_connection((host, port), ANSWER_S).close()
    except OSError as error:
        reason = reason_of(error)
        yield MQTT_UNREACHED.said(address=address, reason=reason)
    else:
        yield MQTT.said(address=address)
