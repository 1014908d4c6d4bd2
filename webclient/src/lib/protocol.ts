/** The messages between the page and Mopidy-MoodCam, and the parser that lets nothing else in. */

import { LABELS, MOOD_NAMES, type Emotion, type MoodName } from './emotions';
import {
  boolean,
  list,
  nullable,
  number,
  numbers,
  object,
  oneOf,
  parseJson,
  positive,
  record,
  string,
  type Fields,
} from './fields';

export { ProtocolError } from './fields';

export type Point = readonly [x: number, y: number];

/** The parts of a face, each a closed line, in pixels of the frame. */
export const PARTS = ['left_eye', 'right_eye', 'left_brow', 'right_brow', 'mouth', 'outline'] as const;
export type Part = (typeof PARTS)[number];

export const CAMERA_STATUSES = ['ok', 'connecting', 'lost', 'off'] as const;
export const MOOD_SOURCES = ['face', 'voice', 'manual'] as const;
export const STRATEGIES = ['match', 'elevate', 'balance'] as const;
export const PLAYER_STATES = ['playing', 'paused', 'stopped'] as const;
/** From the most that may be shown to the least. */
export const FEEDS = ['video', 'landmarks', 'off'] as const;
export const FEEDBACKS = ['more', 'less'] as const;

export type CameraStatus = (typeof CAMERA_STATUSES)[number];
export type MoodSource = (typeof MOOD_SOURCES)[number];
export type Strategy = (typeof STRATEGIES)[number];
export type PlayerState = (typeof PLAYER_STATES)[number];
export type Feed = (typeof FEEDS)[number];
export type Feedback = (typeof FEEDBACKS)[number];
export type GenreChoice = 'pick' | 'exclude';

/** The camera that a client's browser is, as a value of `camera.chosen` and of the command. */
export const BROWSER = 'browser';
/** No camera at all, likewise. */
export const OFF = 'off';

export interface Camera {
  readonly source: string;
  /** What was chosen; `auto`, for instance, while `source` is the camera that was found. */
  readonly chosen: string;
  readonly status: CameraStatus;
  readonly error: string | null;
}

/** A camera that can be chosen. */
export interface CameraOption {
  /** The value for the command. */
  readonly camera: string;
  /** For people. */
  readonly label: string;
}

/** The coordinate system of the face; the picture that is sent may be smaller. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Face {
  readonly box: readonly [x: number, y: number, width: number, height: number];
  readonly landmarks: Readonly<Record<Part, readonly Point[]>>;
}

export type Expression = Readonly<Record<Emotion, number>>;

export interface Mood {
  readonly emotion: MoodName;
  readonly emoji: string;
  /** From 0 to 1. */
  readonly confidence: number;
  /** From -1 to 1, unpleasant to pleasant. */
  readonly valence: number;
  /** From -1 to 1, calm to excited. */
  readonly arousal: number;
  /** When the mood began, in seconds since 1970. */
  readonly since: number;
  /** When a mood that somebody chose ends, in seconds since 1970. */
  readonly until: number | null;
  readonly source: MoodSource;
}

export interface Track {
  readonly uri: string;
  readonly name: string;
  readonly artists: readonly string[];
  readonly genre: string | null;
  /** Whether MoodCam queued it, and not a person. */
  readonly ours: boolean;
  readonly reasons: readonly string[];
  /** What somebody said about it. */
  readonly feedback: Feedback | null;
}

export interface State {
  /** When the state was made, in seconds since 1970 by the server's clock. */
  readonly time: number;
  readonly camera: Camera;
  readonly cameras: readonly CameraOption[];
  readonly frame: Size | null;
  readonly face: Face | null;
  readonly expression: Expression | null;
  readonly mood: Mood;
  readonly strategy: Strategy;
  readonly genres: readonly string[];
  readonly picked_genres: readonly string[];
  readonly excluded_genres: readonly string[];
  readonly playing: Track | null;
  readonly player: PlayerState;
  readonly upcoming: readonly Track[];
  readonly timing_ms: Readonly<Record<string, number>>;
  readonly errors: readonly string[];
  /** Whether the camera is being looked at, or somebody paused it. */
  readonly watching: boolean;
  readonly feed: Feed;
  /** What `feed` may be set to. */
  readonly feeds: readonly Feed[];
}

export type Command =
  | { readonly command: 'skip' }
  | { readonly command: 'mood'; readonly emotion: Emotion | null; readonly duration_s?: number }
  | { readonly command: 'strategy'; readonly strategy: Strategy }
  | { readonly command: 'pause'; readonly paused: boolean }
  | { readonly command: 'playback'; readonly action: 'play' | 'pause' }
  | { readonly command: 'genres'; readonly genre: string; readonly choice: GenreChoice | null }
  | { readonly command: 'feedback'; readonly uri: string; readonly value: Feedback | null }
  | { readonly command: 'camera'; readonly camera: string }
  | { readonly command: 'feed'; readonly feed: Feed }
  | { readonly command: 'pictures'; readonly wanted: boolean };

export type Send = (command: Command) => void;

/** The server asks this browser for one picture of its camera. */
export interface FrameRequest {
  /** Not earlier than this after the last picture. */
  readonly interval_ms: number;
  /** Longest side of the picture. */
  readonly max_px: number;
}

/** What a text message can be. */
export type Message =
  | { readonly kind: 'state'; readonly state: State }
  /** A command or a picture was refused. */
  | { readonly kind: 'refusal'; readonly error: string }
  /** This browser's camera is wanted. */
  | { readonly kind: 'frame'; readonly request: FrameRequest }
  /** This browser's camera is no longer wanted. */
  | { readonly kind: 'noFrame'; readonly reason: string };

/**
 * Read one text message. Keys that this page does not know are ignored.
 *
 * @throws {ProtocolError} when the text is not JSON, or a field is missing or of another type.
 */
export function parseMessage(text: string): Message {
  const message = object(parseJson(text), 'message');
  const keys = Object.keys(message);
  if (keys.length === 1 && keys[0] === 'error') {
    return { kind: 'refusal', error: string(message['error'], 'error') };
  }
  // A state has a frame, too, but never so little else.
  if ('frame' in message && keys.every((key) => key === 'frame' || key === 'reason')) {
    return parseFrame(message);
  }
  return { kind: 'state', state: parseState(message) };
}

function parseFrame(raw: Fields): Message {
  if (raw['frame'] === null) return { kind: 'noFrame', reason: string(raw['reason'], 'reason') };
  const request = object(raw['frame'], 'frame');
  return {
    kind: 'frame',
    request: {
      interval_ms: positive(request['interval_ms'], 'frame.interval_ms'),
      max_px: positive(request['max_px'], 'frame.max_px'),
    },
  };
}

function parseState(raw: Fields): State {
  return {
    time: number(raw['time'], 'time'),
    camera: parseCamera(object(raw['camera'], 'camera')),
    cameras: list(raw['cameras'], 'cameras', parseCameraOption),
    frame: nullable(raw['frame'], 'frame', parseSize),
    face: nullable(raw['face'], 'face', parseFace),
    expression: nullable(raw['expression'], 'expression', parseExpression),
    mood: parseMood(object(raw['mood'], 'mood')),
    strategy: oneOf(STRATEGIES, raw['strategy'], 'strategy'),
    genres: list(raw['genres'], 'genres', string),
    picked_genres: list(raw['picked_genres'], 'picked_genres', string),
    excluded_genres: list(raw['excluded_genres'], 'excluded_genres', string),
    playing: nullable(raw['playing'], 'playing', parseTrack),
    player: oneOf(PLAYER_STATES, raw['player'], 'player'),
    upcoming: list(raw['upcoming'], 'upcoming', parseTrack),
    timing_ms: record(raw['timing_ms'], 'timing_ms', number),
    errors: list(raw['errors'], 'errors', string),
    watching: boolean(raw['watching'], 'watching'),
    feed: oneOf(FEEDS, raw['feed'], 'feed'),
    feeds: list(raw['feeds'], 'feeds', parseFeed),
  };
}

function parseCamera(raw: Fields): Camera {
  return {
    source: string(raw['source'], 'camera.source'),
    chosen: string(raw['chosen'], 'camera.chosen'),
    status: oneOf(CAMERA_STATUSES, raw['status'], 'camera.status'),
    error: nullable(raw['error'], 'camera.error', string),
  };
}

function parseCameraOption(value: unknown, path: string): CameraOption {
  const raw = object(value, path);
  return { camera: string(raw['camera'], `${path}.camera`), label: string(raw['label'], `${path}.label`) };
}

function parseFeed(value: unknown, path: string): Feed {
  return oneOf(FEEDS, value, path);
}

function parseSize(value: unknown, path: string): Size {
  const raw = object(value, path);
  return {
    width: positive(raw['width'], `${path}.width`),
    height: positive(raw['height'], `${path}.height`),
  };
}

function parseFace(value: unknown, path: string): Face {
  const raw = object(value, path);
  const [x, y, width, height] = numbers(raw['box'], `${path}.box`, 4);
  const parts = object(raw['landmarks'], `${path}.landmarks`);
  const part = (name: Part): Point[] => list(parts[name], `${path}.landmarks.${name}`, parsePoint);
  return {
    box: [x!, y!, width!, height!],
    landmarks: {
      left_eye: part('left_eye'),
      right_eye: part('right_eye'),
      left_brow: part('left_brow'),
      right_brow: part('right_brow'),
      mouth: part('mouth'),
      outline: part('outline'),
    },
  };
}

function parsePoint(value: unknown, path: string): Point {
  const [x, y] = numbers(value, path, 2);
  return [x!, y!];
}

function parseExpression(value: unknown, path: string): Expression {
  const raw = object(value, path);
  const entries = LABELS.map((label) => [label, number(raw[label], `${path}.${label}`)]);
  return Object.fromEntries(entries) as Expression;
}

function parseMood(raw: Fields): Mood {
  return {
    emotion: oneOf(MOOD_NAMES, raw['emotion'], 'mood.emotion'),
    emoji: string(raw['emoji'], 'mood.emoji'),
    confidence: number(raw['confidence'], 'mood.confidence'),
    valence: number(raw['valence'], 'mood.valence'),
    arousal: number(raw['arousal'], 'mood.arousal'),
    since: number(raw['since'], 'mood.since'),
    until: nullable(raw['until'], 'mood.until', number),
    source: oneOf(MOOD_SOURCES, raw['source'], 'mood.source'),
  };
}

function parseTrack(value: unknown, path: string): Track {
  const raw = object(value, path);
  return {
    uri: string(raw['uri'], `${path}.uri`),
    name: string(raw['name'], `${path}.name`),
    artists: list(raw['artists'], `${path}.artists`, string),
    genre: nullable(raw['genre'], `${path}.genre`, string),
    ours: boolean(raw['ours'], `${path}.ours`),
    reasons: list(raw['reasons'], `${path}.reasons`, string),
    feedback: nullable(raw['feedback'], `${path}.feedback`, parseFeedback),
  };
}

function parseFeedback(value: unknown, path: string): Feedback {
  return oneOf(FEEDBACKS, value, path);
}
