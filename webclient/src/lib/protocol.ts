/** The messages between the page and Mopidy-MoodCam, and the parser that lets nothing else in. */

import { LABELS, type Emotion, type MoodName } from './emotions';

export type Point = readonly [x: number, y: number];

/** The parts of a face, each a closed line, in pixels of the frame. */
export const PARTS = ['left_eye', 'right_eye', 'left_brow', 'right_brow', 'mouth', 'outline'] as const;
export type Part = (typeof PARTS)[number];

export const CAMERA_STATUSES = ['ok', 'connecting', 'lost', 'off', 'error'] as const;
export const MOOD_SOURCES = ['face', 'voice', 'manual'] as const;
export const STRATEGIES = ['match', 'elevate', 'balance'] as const;
export const PLAYER_STATES = ['playing', 'paused', 'stopped'] as const;
export const FEEDS = ['video', 'landmarks', 'off'] as const;

export type CameraStatus = (typeof CAMERA_STATUSES)[number];
export type MoodSource = (typeof MOOD_SOURCES)[number];
export type Strategy = (typeof STRATEGIES)[number];
export type PlayerState = (typeof PLAYER_STATES)[number];
export type Feed = (typeof FEEDS)[number];

export interface Camera {
  readonly source: string;
  readonly status: CameraStatus;
  readonly error: string | null;
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
}

export interface State {
  readonly camera: Camera;
  readonly frame: Size | null;
  readonly face: Face | null;
  readonly expression: Expression | null;
  readonly mood: Mood;
  readonly strategy: Strategy;
  readonly genres: readonly string[];
  readonly playing: Track | null;
  readonly player: PlayerState;
  readonly upcoming: readonly Track[];
  readonly timing_ms: Readonly<Record<string, number>>;
  readonly errors: readonly string[];
  /** Whether the camera is being looked at, or somebody paused it. */
  readonly watching: boolean;
  readonly feed: Feed;
}

export type Command =
  | { readonly command: 'skip' }
  | { readonly command: 'mood'; readonly emotion: Emotion | null }
  | { readonly command: 'strategy'; readonly strategy: Strategy }
  | { readonly command: 'pause'; readonly paused: boolean }
  | { readonly command: 'playback'; readonly action: 'play' | 'pause' };

/** What a text message can be: the whole state, or the reply to a command that was refused. */
export type Message =
  | { readonly kind: 'state'; readonly state: State }
  | { readonly kind: 'refusal'; readonly error: string };

/** A message that does not keep to the protocol; its text names the field. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

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
  return { kind: 'state', state: parseState(message) };
}

function parseState(raw: Fields): State {
  return {
    camera: parseCamera(object(raw['camera'], 'camera')),
    frame: nullable(raw['frame'], 'frame', parseSize),
    face: nullable(raw['face'], 'face', parseFace),
    expression: nullable(raw['expression'], 'expression', parseExpression),
    mood: parseMood(object(raw['mood'], 'mood')),
    strategy: oneOf(STRATEGIES, raw['strategy'], 'strategy'),
    genres: list(raw['genres'], 'genres', string),
    playing: nullable(raw['playing'], 'playing', parseTrack),
    player: oneOf(PLAYER_STATES, raw['player'], 'player'),
    upcoming: list(raw['upcoming'], 'upcoming', parseTrack),
    timing_ms: record(raw['timing_ms'], 'timing_ms', number),
    errors: list(raw['errors'], 'errors', string),
    watching: boolean(raw['watching'], 'watching'),
    feed: oneOf(FEEDS, raw['feed'], 'feed'),
  };
}

function parseCamera(raw: Fields): Camera {
  return {
    source: string(raw['source'], 'camera.source'),
    status: oneOf(CAMERA_STATUSES, raw['status'], 'camera.status'),
    error: nullable(raw['error'], 'camera.error', string),
  };
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
    emotion: oneOf([...LABELS, 'unknown'] as const, raw['emotion'], 'mood.emotion'),
    emoji: string(raw['emoji'], 'mood.emoji'),
    confidence: number(raw['confidence'], 'mood.confidence'),
    valence: number(raw['valence'], 'mood.valence'),
    arousal: number(raw['arousal'], 'mood.arousal'),
    since: number(raw['since'], 'mood.since'),
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
  };
}

type Fields = Readonly<Record<string, unknown>>;
type Reader<T> = (value: unknown, path: string) => T;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProtocolError('message: JSON is needed');
  }
}

function fail(path: string, needed: string, value: unknown): never {
  const got = value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 40);
  throw new ProtocolError(`${path}: ${needed} is needed, got ${got}`);
}

function object(value: unknown, path: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(path, 'an object', value);
  return value as Fields;
}

function string(value: unknown, path: string): string {
  return typeof value === 'string' ? value : fail(path, 'a text', value);
}

function boolean(value: unknown, path: string): boolean {
  return typeof value === 'boolean' ? value : fail(path, 'true or false', value);
}

function number(value: unknown, path: string): number {
  return typeof value === 'number' ? value : fail(path, 'a number', value);
}

function positive(value: unknown, path: string): number {
  const read = number(value, path);
  return read > 0 ? read : fail(path, 'a number above 0', value);
}

function numbers(value: unknown, path: string, length: number): number[] {
  const read = list(value, path, number);
  return read.length === length ? read : fail(path, `a list of ${length} numbers`, value);
}

function list<T>(value: unknown, path: string, item: Reader<T>): T[] {
  if (!Array.isArray(value)) fail(path, 'a list', value);
  return value.map((entry: unknown, index) => item(entry, `${path}[${index}]`));
}

function record<T>(value: unknown, path: string, item: Reader<T>): Record<string, T> {
  const entries = Object.entries(object(value, path));
  return Object.fromEntries(entries.map(([key, entry]) => [key, item(entry, `${path}.${key}`)]));
}

function nullable<T>(value: unknown, path: string, item: Reader<T>): T | null {
  return value === null ? null : item(value, path);
}

function oneOf<const T extends string>(allowed: readonly T[], value: unknown, path: string): T {
  const found = allowed.find((entry) => entry === value);
  return found ?? fail(path, `one of ${allowed.join(', ')}`, value);
}
