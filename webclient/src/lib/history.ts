/** What happened in the last half hour: the moods and the tracks, for the timeline and the plane. */

import { MOOD_NAMES, type MoodName } from './emotions';
import { list, nullable, number, object, oneOf, parseJson, string } from './fields';
import { MOOD_SOURCES, type MoodSource, type State } from './protocol';

export const WINDOW_S = 30 * 60;
/** How far back the trail on the plane reaches. */
export const TRAIL_S = 120;
// A mood moves slowly; more samples than this would not be seen on a plane of 300 pixels.
const SAMPLE_S = 2;

export interface MoodSample {
  /** In seconds since 1970 by the server's clock, as all times here. */
  readonly time: number;
  readonly emotion: MoodName;
  readonly confidence: number;
  readonly valence: number;
  readonly arousal: number;
  readonly source: MoodSource;
}

export interface PlayedTrack {
  readonly time: number;
  /** When it ended, where that was seen; else it lasted until the next one. */
  readonly ended: number | null;
  readonly uri: string;
  readonly name: string;
  readonly artists: readonly string[];
  /** The mood it was played for. */
  readonly emotion: MoodName;
}

/** Both in the order of time. */
export interface History {
  readonly moods: readonly MoodSample[];
  readonly tracks: readonly PlayedTrack[];
}

/** A stretch of time in which something held. */
export interface Span<T> {
  readonly from: number;
  readonly to: number;
  readonly what: T;
}

export const NOTHING_YET: History = { moods: [], tracks: [] };

/**
 * Read the answer to GET api/history.
 *
 * @throws {ProtocolError} when the text is not JSON, or a field is missing or of another type.
 */
export function parseHistory(text: string): History {
  const raw = object(parseJson(text), 'history');
  return {
    moods: list(raw['moods'], 'moods', parseSample),
    tracks: list(raw['tracks'], 'tracks', parsePlayed),
  };
}

/** The history with what a state adds to it; the same one where it adds nothing worth keeping. */
export function remember(history: History, state: State): History {
  const moods = withMood(history.moods, state);
  const tracks = withTrack(history.tracks, state);
  if (moods === history.moods && tracks === history.tracks) return history;
  const start = state.time - WINDOW_S;
  return {
    // One sample from before the window stays: what held when the window begins.
    moods: moods.filter((_, index) => (moods[index + 1]?.time ?? Infinity) > start),
    tracks: tracks.filter((track, index) => (track.ended ?? tracks[index + 1]?.time ?? Infinity) > start),
  };
}

/** Two histories as one, where the newer one goes on from the older one's end. */
export function joined(older: History, newer: History): History {
  const last = older.tracks.at(-1);
  const [first, ...rest] = after(newer.tracks, last?.time);
  // What plays while the page is opened is in both, in the newer one from when it was first seen.
  const goesOn = first !== undefined && last !== undefined && first.uri === last.uri;
  const middle = goesOn ? { ...last, ended: first.ended } : first;
  return {
    moods: [...older.moods, ...after(newer.moods, older.moods.at(-1)?.time)],
    tracks: [...(goesOn ? older.tracks.slice(0, -1) : older.tracks), ...(middle ? [middle] : []), ...rest],
  };
}

/** The moods as stretches of the last half hour; times without a mood are left out. */
export function moodSpans({ moods }: History, now: number): Span<MoodName>[] {
  const spans: Span<MoodName>[] = [];
  moods.forEach(({ time, emotion }, index) => {
    const to = Math.min(moods[index + 1]?.time ?? now, now);
    const from = Math.max(time, now - WINDOW_S);
    if (to <= from) return;
    const last = spans.at(-1);
    if (last?.what === emotion && last.to === from) spans[spans.length - 1] = { ...last, to };
    else spans.push({ from, to, what: emotion });
  });
  return spans.filter(({ what }) => what !== 'unknown');
}

/** The tracks as stretches of the last half hour. */
export function trackSpans({ tracks }: History, now: number): Span<PlayedTrack>[] {
  return tracks
    .map((what, index) => ({
      from: Math.max(what.time, now - WINDOW_S),
      to: Math.min(what.ended ?? now, tracks[index + 1]?.time ?? now, now),
      what,
    }))
    .filter(({ from, to }) => to > from);
}

/** The moods of the last two minutes, oldest first, as far back as there was one all the time. */
export function trail({ moods }: History, now: number): readonly MoodSample[] {
  const recent = moods.filter(({ time }) => time > now - TRAIL_S && time <= now);
  const gap = recent.findLastIndex(({ emotion }) => emotion === 'unknown');
  return recent.slice(gap + 1);
}

function after<T extends { readonly time: number }>(entries: readonly T[], time = -Infinity): T[] {
  return entries.filter((entry) => entry.time > time);
}

function withMood(moods: readonly MoodSample[], { time, mood }: State): readonly MoodSample[] {
  const { emotion, confidence, valence, arousal, source } = mood;
  const last = moods.at(-1);
  if (last !== undefined) {
    const changed = last.emotion !== emotion || last.source !== source;
    const moved = last.valence !== valence || last.arousal !== arousal;
    if (time <= last.time || !(changed || (moved && time >= last.time + SAMPLE_S))) return moods;
  }
  return [...moods, { time, emotion, confidence, valence, arousal, source }];
}

function withTrack(tracks: readonly PlayedTrack[], state: State): readonly PlayedTrack[] {
  const { time, playing, player, mood } = state;
  const last = tracks.at(-1);
  const current = player === 'stopped' ? null : playing;
  const goesOn = last !== undefined && last.ended === null && last.uri === current?.uri;
  if (goesOn || (current === null && (last === undefined || last.ended !== null))) return tracks;
  const before = last?.ended === null ? [...tracks.slice(0, -1), { ...last, ended: time }] : tracks;
  if (current === null) return before;
  const { uri, name, artists } = current;
  return [...before, { time, ended: null, uri, name, artists, emotion: mood.emotion }];
}

function parseSample(value: unknown, path: string): MoodSample {
  const raw = object(value, path);
  return {
    time: number(raw['time'], `${path}.time`),
    emotion: oneOf(MOOD_NAMES, raw['emotion'], `${path}.emotion`),
    confidence: number(raw['confidence'], `${path}.confidence`),
    valence: number(raw['valence'], `${path}.valence`),
    arousal: number(raw['arousal'], `${path}.arousal`),
    source: oneOf(MOOD_SOURCES, raw['source'], `${path}.source`),
  };
}

function parsePlayed(value: unknown, path: string): PlayedTrack {
  const raw = object(value, path);
  return {
    time: number(raw['time'], `${path}.time`),
    ended: null,
    uri: string(raw['uri'], `${path}.uri`),
    name: string(raw['name'], `${path}.name`),
    artists: list(raw['artists'], `${path}.artists`, string),
    emotion: nullable(raw['emotion'], `${path}.emotion`, (emotion, at) => oneOf(MOOD_NAMES, emotion, at)) ?? 'unknown',
  };
}
