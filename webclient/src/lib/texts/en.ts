/** Every word of the page, in English. What the server sends (errors, reasons, genres) is shown as it comes. */

import type { MoodName } from '../emotions';
import type { PlayerState, Strategy } from '../protocol';

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

export const en = {
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
    tokenHint: 'If the server asks for a token, open this page with ?token=… at its end.',
    tryNow: 'Try now',
    opening: 'Opening the camera …',
    lost: 'The camera is gone. It is tried again by itself.',
    off: 'The camera is switched off in the configuration.',
    watchingPaused: 'Watching is paused. Nothing is looked at.',
    error: 'The camera cannot be used.',
    feedOff: 'The picture is not shown (feed = off). The mood is still read.',
    noPicture: 'Waiting for the first picture.',
    noFace: 'No face in view',
    pause: 'Pause watching',
    resume: 'Resume watching',
    source: (source: string) => `Camera: ${source}`,
    frameTime: (total_ms: number) => `${total_ms.toFixed(total_ms < 10 ? 1 : 0)} ms a frame`,
  },
  mood: {
    heading: 'Mood',
    announcement: (mood: string) => `Mood: ${mood}`,
    sure: (share: string) => `${share} sure`,
    held: (duration: string) => `for ${duration}`,
    saidSo: 'you said so',
    heard: 'heard in the voice',
    undecided: 'There is a face, but no mood has been read from it yet.',
    nobody: 'Nobody has been seen for a while.',
    bars: 'What this frame shows',
    noFrame: 'Nothing could be read from this frame.',
  },
  feel: {
    heading: 'I feel …',
    camera: 'What the camera sees',
  },
  music: {
    heading: 'Music',
    strategy: 'Strategy',
    genres: 'Suggested genres',
    noGenres: 'None yet: they follow from the mood.',
    nothing: 'Nothing is playing.',
    play: 'Play',
    pause: 'Pause',
    skip: 'Skip',
    ours: 'chosen by MoodCam',
    theirs: 'queued by a person',
    next: 'Next',
    noNext: 'Nothing comes next yet.',
    unknownArtist: 'Unknown artist',
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
