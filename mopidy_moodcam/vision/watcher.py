"""The real-time loop: the newest frame, its face, its expression, the mood."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

import cv2

from mopidy_moodcam.mood import Mood, MoodFilter, MoodOptions
from mopidy_moodcam.vision.browser import BROWSER, NOT_CHOSEN, BrowserCamera
from mopidy_moodcam.vision.camera import Camera, CameraState, Frame
from mopidy_moodcam.vision.company import CountingFinder
from mopidy_moodcam.vision.core_dumps import keep_out_of_core_dumps
from mopidy_moodcam.vision.expression import Classifier, Expression, ModelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mopidy_moodcam.settings import Settings
    from mopidy_moodcam.vision.face import Face

logger = logging.getLogger(__name__)

IDLE_S: Final = 0.5  # how often to look after the mood while no frame comes
STOP_TIMEOUT_S: Final = 30.0  # importing torch cannot be interrupted
PAUSED: Final = "no browser is the camera while watching is paused: choose it again afterwards"
STOPPED: Final = "MoodCam watches no more"


def shipped_model() -> Path:
    """Return the model file that comes with the package."""
    return Path(str(resources.files("mopidy_moodcam").joinpath("model", "emotion.pt")))


def mood_filter(settings: Settings) -> MoodFilter:
    """Return a mood filter as steady as the settings say."""
    return MoodFilter(
        MoodOptions(
            half_life_s=settings.half_life_s,
            dwell_s=settings.dwell_s,
            enter=settings.enter,
            leave=settings.leave,
            forget_s=settings.forget_s,
            manual_s=settings.manual_s,
        )
    )


@dataclass(frozen=True, slots=True)
class Observation:
    """All that one turn of the loop knows; every part may be missing but the camera and the mood.

    `faces` is how many the last search of a whole frame saw. `timing_ms` has the milliseconds for
    read, face, expression and total. `error` is a sentence when faces cannot be found or read.
    """

    camera: CameraState
    mood: Mood
    frame: Frame | None = None
    face: Face | None = None
    expression: Expression | None = None
    timing_ms: dict[str, float] = field(default_factory=dict[str, float])
    error: str | None = None
    faces: int = 0


class Eye:
    """Finds a face in a frame and reads it: the costly, stateful middle of the loop.

    Loading takes seconds, because it imports torch. Whatever cannot be loaded is told in `error`,
    and the rest works on.
    """

    def __init__(self, model: Path | None, detect_every: int) -> None:
        """Load the face models and the classifier (None: the one that comes with the package)."""
        cv2.setNumThreads(1)  # the music comes first on a small machine
        self.error: str | None = None
        self._finder: CountingFinder | None = None
        self._classifier: Classifier | None = None
        try:
            self._finder = CountingFinder(detect_every)
            self._classifier = Classifier(model or shipped_model())
        except (ModelError, OSError, cv2.error) as error:
            self._fail(str(error))
        except ImportError as error:
            self._fail(f"torch cannot be imported ({error}): install it again, see the README")

    def look(self, frame: Frame) -> tuple[Face | None, Expression | None, dict[str, float]]:
        """Return the face in a frame, what it shows, and the milliseconds that each step took."""
        face: Face | None = None
        expression: Expression | None = None
        start_s = time.perf_counter()
        found_s = start_s
        try:
            if self._finder is not None:
                face = self._finder.find(frame.image)
            found_s = time.perf_counter()
            if face is not None and self._classifier is not None:
                expression = self._classifier.read(frame.image, face)
        except ModelError as error:
            self._fail(str(error))
            self._classifier = None
        except (cv2.error, ValueError, OverflowError) as error:  # one odd frame is no reason to end
            self.forget()
            logger.warning("MoodCam: a frame of %s was passed over: %s", frame.source, error)
        read_s = time.perf_counter()
        timing_ms = {
            "read": frame.read_ms,
            "face": (found_s - start_s) * 1e3,
            "expression": (read_s - found_s) * 1e3,
            "total": frame.read_ms + (read_s - start_s) * 1e3,
        }
        return face, expression, timing_ms

    @property
    def faces(self) -> int:
        """How many faces the last search of a whole frame saw."""
        return self._finder.faces if self._finder is not None else 0

    def forget(self) -> None:
        """Look at the next frame as if it were the first."""
        if self._finder is not None:
            self._finder.forget()

    def _fail(self, sentence: str) -> None:
        self.error = sentence
        logger.error("MoodCam: %s", sentence)


class Watcher:
    """One thread that watches a camera and hands on what it sees.

    `on_observation` is called in that thread after each frame, twice a second while the camera
    gives none, and at once when `use`, `pause` or `choose`, which any thread may call, or time
    changes something between two frames; what the last frame showed is then told again.
    """

    def __init__(
        self,
        settings: Settings,
        on_observation: Callable[[Observation], None],
        *,
        browser: BrowserCamera | None = None,
        on_failure: Callable[[Exception], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare a watcher; nothing is opened or imported before `start`.

        `browser` is what serves as the camera called "browser". `on_failure` is called in the
        thread, with what has ended it, after that was told as an observation.
        """
        self._settings = settings
        self._on_observation = on_observation
        self._on_failure = on_failure
        self._clock = clock
        self._filter = mood_filter(settings)
        self._browser = browser or BrowserCamera(settings.fps)
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._spec = settings.camera
        self._paused = False
        self._camera = self._camera_of(self._spec)  # the one held, or about to be
        self._admit()
        self._seen: Observation | None = None  # in the last frame, until there is none any more
        self._thread = threading.Thread(target=self._run, name="moodcam-watcher", daemon=True)

    def start(self) -> None:
        """Start watching."""
        keep_out_of_core_dumps()
        self._thread.start()

    def stop(self) -> None:
        """Stop watching, release the camera and wait for the thread."""
        self._stopping.set()
        with self._lock:
            self._camera.wake()
        if self._thread.is_alive():
            self._thread.join(STOP_TIMEOUT_S)

    def use(self, spec: str) -> None:
        """Watch another camera, named as in the option `camera`; the one before is released."""
        with self._lock:
            self._spec = spec
            self._admit()
            self._camera.wake()

    def pause(self, *, paused: bool) -> None:
        """Release the camera, or take it up again."""
        with self._lock:
            self._paused = paused
            self._admit()
            self._camera.wake()

    def choose(self, emotion: str | None, duration_s: float | None = None) -> None:
        """Take a mood by hand, or give way to the face again (None).

        It stands for `duration_s`, or for as long as the settings say. Raises ValueError for an
        emotion that is none of the eight or a duration that is no time.
        """
        with self._lock:
            self._filter.choose(emotion, self._clock(), duration_s)
            self._camera.wake()

    def _admit(self) -> None:
        """Let a web client be the camera or not: at once, though the thread may be busy."""
        if self._spec != BROWSER:
            self._browser.dismiss(NOT_CHOSEN)
        elif self._paused:
            self._browser.dismiss(PAUSED)
        else:
            self._browser.admit()

    def _camera_of(self, spec: str) -> Camera | BrowserCamera:
        return self._browser if spec == BROWSER else Camera(spec, self._settings.fps)

    def _run(self) -> None:
        try:
            camera = self._turn()  # it warms up while torch is imported
            eye = Eye(self._settings.model, self._settings.detect_every)
            last_s = float("-inf")
            while not self._stopping.is_set():
                before, camera = camera, self._turn()
                if camera is not before:
                    eye.forget()
                frame = camera.newest(last_s, IDLE_S)
                if frame is not None:
                    last_s = frame.time_s
                seen = self._observe(camera, eye, frame)
                if seen != self._seen:
                    self._on_observation(seen)
                self._seen = seen if seen.frame is not None else None
        except Exception as error:
            logger.exception("MoodCam: watching stopped")
            sentence = f"watching stopped ({type(error).__name__}: {error}): see Mopidy's log"
            self._on_observation(Observation(self._camera.state, Mood(), error=sentence))
            self._on_failure(error)
        finally:
            self._browser.dismiss(STOPPED)
            self._camera.stop()

    def _turn(self) -> Camera | BrowserCamera:
        """Return the camera that is wanted now, held or released as is wanted."""
        with self._lock:
            before, paused = self._camera, self._paused
            if before.spec != self._spec:
                self._camera = self._camera_of(self._spec)
            camera = self._camera
        if camera is not before:
            if camera.spec != "off" and not paused:
                self._announce(camera)  # releasing the one before may take seconds
            before.stop()
        (camera.stop if paused else camera.start)()
        return camera

    def _announce(self, camera: Camera | BrowserCamera) -> None:
        state = replace(camera.state, status="connecting")
        with self._lock:
            mood = self._filter.now(self._clock())
        self._on_observation(Observation(state, mood))

    def _observe(
        self, camera: Camera | BrowserCamera, eye: Eye, frame: Frame | None
    ) -> Observation:
        state = camera.state
        if frame is None and self._seen is not None and state == self._seen.camera:
            with self._lock:  # the next frame is on its way
                return replace(self._seen, mood=self._filter.now(self._clock()))
        seen = Observation(state, Mood(), frame)
        probabilities = None
        if frame is not None:
            face, expression, timing_ms = eye.look(frame)
            seen = replace(
                seen, face=face, expression=expression, timing_ms=timing_ms, faces=eye.faces
            )
            probabilities = expression.probabilities if expression else None
        with self._lock:
            mood = self._filter.update(probabilities, self._clock())
        return replace(seen, mood=mood, error=eye.error)
