"""The real-time loop: the newest frame, its face, its expression, the mood."""

from __future__ import annotations

import gc
import logging
import threading
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from mopidy_moodcam.mood import Mood, MoodFilter, MoodOptions
from mopidy_moodcam.vision.arenas import give_back, keep_little
from mopidy_moodcam.vision.browser import BROWSER, NOT_CHOSEN, BrowserCamera
from mopidy_moodcam.vision.camera import Camera, CameraState, Frame
from mopidy_moodcam.vision.core_dumps import keep_out_of_core_dumps
from mopidy_moodcam.vision.eye import Eye
from mopidy_moodcam.vision.pace import Pace, PaceOptions, Tempo, budget_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from mopidy_moodcam.settings import Settings
    from mopidy_moodcam.vision.expression import Expression
    from mopidy_moodcam.vision.face import Face

logger = logging.getLogger(__name__)

IDLE_S: Final = 0.5  # how often to look after the mood while no frame comes
STOP_TIMEOUT_S: Final = 30.0  # importing torch cannot be interrupted
PAUSED: Final = "no browser is the camera while watching is paused: choose it again afterwards"
STOPPED: Final = "MoodCam watches no more"


def pace_of(settings: Settings) -> Pace:
    """Return a pace within the bounds that the settings say."""
    return Pace(
        PaceOptions(
            fps=settings.fps,
            idle_fps=settings.idle_fps,
            detect_every=settings.detect_every,
            budget=budget_of(settings.cpu_budget),
        )
    )


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
    read, face, expression and total. `tempo` is how often the watcher looks. `error` is a sentence
    when faces cannot be found or read.
    """

    camera: CameraState
    mood: Mood
    frame: Frame | None = None
    face: Face | None = None
    expression: Expression | None = None
    timing_ms: dict[str, float] = field(default_factory=dict[str, float])
    error: str | None = None
    faces: int = 0
    tempo: Tempo | None = None


def spare_the_collector() -> None:
    """Have Python's garbage collector pass over all that is there now.

    Torch brings 150,000 objects that stay. A full collection that walks them takes 0.1 s, in which
    no thread of Mopidy runs, the web server's event loop included; without them it takes none.
    What an earlier call has passed over is looked through once more: a watcher may have failed.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


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
        self._pace = pace_of(settings)
        self._browser = browser or BrowserCamera(settings.fps)
        self._browser_turn = self._browser.serve()
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
        keep_little()
        self._thread.start()

    def stop(self) -> None:
        """Stop watching, release the camera and wait for the thread; nothing is told any more."""
        with self._lock:
            self._stopping.set()
            self._release()
            self._camera.wake()
        if self._thread.is_alive():
            self._thread.join(STOP_TIMEOUT_S)

    def use(self, spec: str) -> None:
        """Watch another camera, named as in the option `camera`; the one before is released."""
        with self._lock:
            self._spec = spec
            self._admit()
            if spec != self._camera.spec:
                self._release()
            self._camera.wake()

    def pause(self, *, paused: bool) -> None:
        """Release the camera, or take it up again."""
        with self._lock:
            self._paused = paused
            self._admit()
            if paused:
                self._release()
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
            self._browser.dismiss(self._browser_turn, NOT_CHOSEN)
        elif self._paused:
            self._browser.dismiss(self._browser_turn, PAUSED)
        else:
            self._browser.admit(self._browser_turn)

    def _release(self) -> None:
        """Release the camera at once, though the thread may be busy, or caught in the model."""
        if isinstance(self._camera, Camera):
            self._camera.release()

    def _camera_of(self, spec: str) -> Camera | BrowserCamera:
        return self._browser if spec == BROWSER else Camera(spec, self._settings.fps)

    def _run(self) -> None:
        try:
            camera = self._turn()
            eye: Eye | None = None
            last_s = float("-inf")
            while not self._stopping.is_set():
                before, camera = camera, self._turn()
                if eye is None and camera.state.status != "off":  # else 200 MB are for nothing
                    eye = Eye(self._settings.model, self._settings.detect_every)
                    spare_the_collector()
                    continue  # it took seconds: something else may be wanted by now
                if eye is not None and camera is not before:
                    eye.forget()
                camera.limit(self._pace.tempo.fps)
                frame = camera.newest(last_s, IDLE_S)
                if frame is not None:
                    last_s = frame.time_s
                seen = self._observe(camera, eye, frame)
                if seen != self._seen:
                    self._tell(seen)
                self._seen = seen if seen.frame is not None else None
                if eye is not None and frame is not None:
                    eye.search_every(self._spend(camera, seen).detect_every)
        except Exception as error:
            logger.exception("MoodCam: watching stopped")
            self._give_up(error)
        finally:
            self._browser.leave(self._browser_turn, STOPPED)
            if isinstance(self._camera, Camera):
                self._camera.stop()

    def _give_up(self, error: Exception) -> None:
        """Tell what has ended the watching, though it may be the telling itself that fails."""
        sentence = f"watching stopped ({type(error).__name__}: {error}): see Mopidy's log"
        try:
            self._tell(Observation(self._camera.state, Mood(), error=sentence))
        except Exception:
            logger.exception("MoodCam: nobody could be shown that watching stopped")
        finally:
            self._on_failure(error)

    def _spend(self, camera: Camera | BrowserCamera, seen: Observation) -> Tempo:
        """Count what a look has cost, all that it led to included; return how to go on."""
        cpu_s = time.thread_time() + camera.cpu_s
        return self._pace.note(self._clock(), cpu_s, face_seen=seen.face is not None)

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
            give_back()
        if paused or (isinstance(camera, Camera) and camera.is_released):
            camera.stop()
        with self._lock:  # what comes in between is not missed
            if not self._paused and not self._stopping.is_set() and camera.spec == self._spec:
                camera.start()
        return camera

    def _announce(self, camera: Camera | BrowserCamera) -> None:
        state = replace(camera.state, status="connecting")
        with self._lock:
            mood = self._filter.now(self._clock())
        self._tell(Observation(state, mood))

    def _tell(self, seen: Observation) -> None:
        with self._lock:
            paused = self._paused
        if paused and seen.frame is not None:  # it was looked at while the pause began
            seen = replace(seen, frame=None, face=None, expression=None)
        if not self._stopping.is_set():  # else another watcher may be at work already
            self._on_observation(seen)

    def _observe(
        self, camera: Camera | BrowserCamera, eye: Eye | None, frame: Frame | None
    ) -> Observation:
        state = camera.state
        if frame is None and self._seen is not None and state == self._seen.camera:
            with self._lock:  # the next frame is on its way
                return replace(self._seen, mood=self._filter.now(self._clock()))
        seen = Observation(state, Mood(), frame)
        probabilities = None
        if eye is not None and frame is not None:
            face, expression, timing_ms = eye.look(frame)
            seen = replace(
                seen,
                face=face,
                expression=expression,
                timing_ms=timing_ms,
                faces=eye.faces,
                tempo=self._pace.tempo,
            )
            probabilities = expression.probabilities if expression else None
        with self._lock:
            mood = self._filter.update(probabilities, self._clock())
        return replace(seen, mood=mood, error=eye.error if eye is not None else None)
