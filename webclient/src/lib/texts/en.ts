/** Every word of the page, in English. What the server sends (errors, reasons, genres) is shown as it comes. */

import type { Duration_s } from '../durations';
import type { MoodName } from '../emotions';
import type { Feed, PlayerState, Strategy } from '../protocol';

const moods: Record<MoodName, string> = {
  neutral: 'neutral',
  happy: 'happy',
  surprised: 'surprised',
  sad: 'sad',
  angry: 'angry',
  disgusted: 'disgusted',
  fearful: 'fearful',
  contemptuous: 'contemptuous',
  unknown: 'unknown',
};

const strategies: Record<Strategy, { name: string; meaning: string }> = {
  match: { name: 'Match', meaning: 'Stay with the mood.' },
  elevate: { name: 'Elevate', meaning: 'Start from the mood and move towards a better one.' },
  balance: { name: 'Balance', meaning: 'Counter the mood: calm music for anger.' },
};

const player: Record<PlayerState, string> = {
  playing: 'Playing',
  paused: 'Paused',
  stopped: 'Stopped',
};

const feeds: Record<Feed, string> = {
  video: 'Picture',
  landmarks: 'Lines only',
  off: 'No picture',
};

const durations: Record<Duration_s, string> = {
  300: '5 min',
  1800: '30 min',
  3600: '1 h',
  86400: 'until I say so',
};

export const en = {
  /** As in HTML's attribute `lang`. */
  language: 'en',
  name: 'MoodCam',
  moods,
  strategies,
  player,
  link: {
    live: 'Live',
    watchingPaused: 'Not watching',
    connecting: 'Connecting',
    offline: 'Offline',
  },
  stage: {
    label: 'The picture of the camera, with the face that is followed',
    connecting: 'Connecting to Mopidy …',
    offline: 'Offline: Mopidy does not answer.',
    nextTry: (seconds: number) => (seconds > 0 ? `Next try in ${seconds} s.` : 'Trying again now.'),
    tokenHint: 'If the server asks for a token, open this page with ?token=… at the end of its address.',
    tryNow: 'Try now',
    opening: 'Opening the camera …',
    asking: 'Your browser asks whether its camera may be used.',
    browser: 'A browser is to be the camera, and none sends pictures.',
    lost: 'The camera is gone. It is tried again by itself.',
    off: 'The camera is switched off.',
    watchingPaused: 'Watching is paused. Nothing is looked at.',
    feedOff: 'The picture is not shown. The mood is still read.',
    noPicture: 'Waiting for the first picture.',
    noFace: 'No face in view',
    pause: 'Pause watching',
    resume: 'Resume watching',
    frameTime: (total_ms: number) => `${total_ms.toFixed(total_ms < 10 ? 1 : 0)} ms a frame`,
  },
  camera: {
    heading: 'Camera',
    /** In place of the server's names. */
    names: { auto: 'First that works', demo: 'Demo performer', off: 'Off' } as Readonly<Record<string, string>>,
    thisBrowser: "This browser's camera",
    aBrowser: "A browser's camera",
    useThis: 'Use this browser',
    stopThis: 'Stop this browser',
    feed: 'What is shown',
    feeds,
  },
  ownCamera: {
    insecure:
      'Browsers give their camera only to pages from localhost or over HTTPS. Open this page on the machine that Mopidy runs on, under http://localhost, or put an HTTPS proxy before it.',
    unsupported: 'This browser gives its camera to no page.',
    denied: 'The camera was not allowed. Allow it beside the address of this page, then try again.',
    none: 'This browser has found no camera. Connect one, then try again.',
    inUse: 'The camera is in use by another program. Close that, then try again.',
    ended: "This browser's camera has ended: it was unplugged, or no longer allowed.",
    otherChosen: "Another camera was chosen, so this browser's is off.",
    takenOver: 'Another browser is the camera now.',
    failed: (reason: string) => `This browser's camera does not work: ${reason}`,
  },
  mood: {
    heading: 'Mood',
    announcement: (mood: string) => `Mood: ${mood}`,
    sure: (share: string) => `${share} sure`,
    held: (duration: string) => `for ${duration}`,
    saidSo: 'you said so',
    left: (duration: string) => `${duration} left`,
    untilFurther: 'until you say otherwise',
    heard: 'heard in the voice',
    undecided: 'There is a face, but no mood has been read from it yet.',
    unreadable: 'There is a face, but no mood can be read from it: see the problem above.',
    nobody: 'Nobody has been seen for a while.',
    bars: 'What this frame shows',
    noFrame: 'Nothing could be read from this frame.',
  },
  plane: {
    heading: 'Where the mood lies',
    pleasant: 'pleasant',
    unpleasant: 'unpleasant',
    excited: 'excited',
    calm: 'calm',
    none: 'No mood is known now.',
    summary: (mood: string, valence: string, arousal: string) => `${mood}: valence ${valence}, arousal ${arousal}`,
  },
  timeline: {
    heading: 'The last 30 minutes',
    ago: (minutes: number) => `${minutes} min ago`,
    now: 'now',
    empty: 'Nothing yet: moods and tracks are noted here as they come.',
    summary: (moods: string) => `Moods of the last 30 minutes: ${moods}`,
    none: 'none',
    tracks: (count: number) => (count === 1 ? '1 track played' : `${count} tracks played`),
  },
  feel: {
    heading: 'I feel …',
    duration: 'For how long',
    durations,
    camera: 'Back to the camera',
  },
  music: {
    nowHeading: 'Now playing',
    steerHeading: 'What to play',
    strategy: 'Strategy',
    nothing: 'Nothing is playing.',
    ready: 'What comes next is ready: press play.',
    notReady: 'Tracks come once a mood is seen, or chosen by you.',
    play: 'Play',
    pause: 'Pause',
    skip: 'Skip',
    back: 'Back',
    seek: 'Position in the track',
    position: (position: string, length: string) => `${position} of ${length}`,
    volume: 'Volume',
    mute: 'Mute',
    noMixer: 'Mopidy has no mixer here, so the volume cannot be set.',
    noPlayer: 'Back, seeking and volume are not available: Mopidy’s own connection does not answer.',
    ours: 'chosen by MoodCam',
    theirs: 'queued by a person',
    next: 'Next',
    noNext: 'Nothing comes next yet: no mood is known.',
    noMatch: 'Nothing in the library fits these genres.',
    unknownArtist: 'Unknown artist',
    more: (track: string) => `More like this: ${track}`,
    less: (track: string) => `Not this one: ${track}`,
    moreTitle: 'More like this',
    lessTitle: 'Not this one',
  },
  genres: {
    heading: 'Suggested genres',
    none: 'None yet: they follow from the mood.',
    pick: (genre: string) => `Play ${genre} first`,
    exclude: (genre: string) => `Never play ${genre}`,
    add: 'Add a genre',
    addButton: 'Add',
  },
  problems: {
    heading: 'Problems',
    dismiss: 'Dismiss',
    misunderstood: (detail: string) =>
      `This page does not understand the server (${detail}). Reload it to get the page that fits.`,
    notSent: 'That was not sent: there is no connection to Mopidy.',
  },
  duration: {
    moment: 'a moment',
    seconds: (seconds: number) => `${seconds} s`,
    minutes: (minutes: number) => `${minutes} min`,
    hours: (hours: number, minutes: number) => (minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`),
  },
};

export type Texts = typeof en;
