#!/usr/bin/env bash
# Set up everything that `make run` or `make test` needs, in .venv and with apt; quick when nothing
# changed. Usage: setup.sh run|test|suite (suite: what the tests of the package need, without the tools
# that read or build the sources, the training and the documents)
set -euo pipefail
cd "$(dirname "$0")"
purpose=${1:?usage: setup.sh run|test|suite}
log=.venv/setup.log

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup failed: %s\n' "$*" >&2; exit 1; }

# Install what is missing of some Debian packages.
debian() {
    local missing=() package sudo=() aptlog
    for package in "$@"; do
        dpkg-query --show --showformat='${Status}\n' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    say "installing ${missing[*]} with apt"
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "ask an administrator for: apt-get install ${missing[*]}"
        sudo=(sudo)
    fi
    aptlog=$(mktemp)
    { "${sudo[@]}" apt-get update && "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --no-install-recommends "${missing[@]}"; } >"$aptlog" 2>&1 ||
        { tail -n 5 "$aptlog" >&2; fail "apt-get install ${missing[*]} (all of its output: $aptlog)"; }
    rm -f "$aptlog"
}

command -v apt-get >/dev/null || fail "this needs Debian 12 or 13 (or what is made of them): there is no apt-get"
debian python3
packages=(python3-venv python3-gi gir1.2-gstreamer-1.0 gir1.2-gst-plugins-base-1.0
    gstreamer1.0-plugins-base gstreamer1.0-plugins-good)
# The sinks for a sound card and for a sound server.
[ "$purpose" = suite ] || packages+=(gstreamer1.0-alsa gstreamer1.0-pulseaudio)
[ "$purpose" = run ] || packages+=(chromium curl fonts-noto-color-emoji mosquitto mpc openssl strace
    dbus-bin dbus-daemon dbus-session-bus-common)
[ "$purpose" = test ] && packages+=(git libatomic1)
# What makes the Debian 13 of the second half of the tests, which only root can enter.
[ "$purpose" = test ] && [ "$(id -u)" -eq 0 ] && packages+=(debootstrap)
# Debian 13 brings Python 3.13 and GStreamer 1.26, which Mopidy 4 needs, and a torch for the CPU.
if /usr/bin/python3 -c 'import sys; sys.exit(sys.version_info < (3, 13))'; then
    packages+=(python3-numpy python3-torch)
    pins=('mopidy>=4.0.5,<5' 'mopidy-local>=4.0.1,<5' 'mopidy-mpd>=4.0.1,<5')
else
    # Mopidy 3.4 and Mopidy-Local 3.3 import pkg_resources, which setuptools 82 dropped.
    pins=('mopidy==3.4.2' 'mopidy-local==3.3.0' 'mopidy-mpd==3.3.0' 'torch==2.13.0' 'setuptools>=77.0.3,<82')
fi
debian "${packages[@]}"

# Make the demo's music, unless there is other music to play or it is there already.
music() {
    [ -n "${MUSIC:-}" ] || .venv/bin/python -m demo.library demo/.local/music || fail "the demo library"
}

# What is installed depends on these; a stamp of them tells whether there is anything to do.
stamp=$({ cat setup.sh pyproject.toml hatch_build.py; pwd; /usr/bin/python3 --version; } | sha256sum | cut -c1-16)
models=mopidy_moodcam/vision/models
if [ -f ".venv/$purpose-$stamp" ] && [ -f $models/face_landmark.tflite ] && [ -f $models/face_detection_back.tflite ]; then
    music
    say "everything is in place"
    exit 0
fi

# Built on the system's Python, because python3-gi (GStreamer) comes with that one.
# One made for another place or another Python does not run and is made anew.
.venv/bin/python3 -c "import sys; sys.exit(sys.prefix != '$PWD/.venv')" 2>/dev/null ||
    { rm -rf .venv && /usr/bin/python3 -m venv --system-site-packages .venv; } || fail "python3 -m venv .venv"
readarray -t wanted < <(.venv/bin/python - "$purpose" <<'PYTHON'
import sys, tomllib
with open("pyproject.toml", "rb") as file:
    project = tomllib.load(file)
groups, extras = project["dependency-groups"], project["project"].get("optional-dependencies", {})
chosen = {"run": ["demo"], "suite": ["demo", "test"], "test": list(groups)}[sys.argv[1]]
lists = [project["project"]["dependencies"], *(groups[name] for name in chosen)]
lists += extras.values() if sys.argv[1] != "run" else ()
print(*(one for each in lists for one in each), sep="\n")
PYTHON
)
[ ${#wanted[@]} -gt 0 ] || fail "the requirements in pyproject.toml cannot be read"
say "installing Python packages into .venv (the first time takes minutes; details: $log)"
pip() { .venv/bin/python -m pip --disable-pip-version-check "$@" >>"$log" 2>&1; }
: >"$log"
# Torch by itself first: the versions pinned here then satisfy every later range.
pip install "${pins[@]}" || { tail -n 5 "$log" >&2; fail "pip install ${pins[*]} (see $log)"; }
pip install "${wanted[@]}" "${pins[@]}" || { tail -n 5 "$log" >&2; fail "pip install of the requirements (see $log)"; }
pip install --no-deps --editable . || { tail -n 5 "$log" >&2; fail "pip install --editable . (see $log)"; }
.venv/bin/python -W ignore -c 'import gi, mopidy, torch, cv2, mopidy_moodcam' || fail "the packages in .venv do not import"
rm -f ".venv/$purpose-"*
[ "$purpose" = test ] && touch ".venv/run-$stamp" # it has all that running needs
touch ".venv/$purpose-$stamp"
music
say "done"
