import { describe, expect, test } from 'vitest';
import { EXAMPLE_STATE } from './example-state';
import { ProtocolError } from './fields';
import {
  joined,
  moodSpans,
  NOTHING_YET,
  parseHistory,
  remember,
  trackSpans,
  trail,
  type History,
  type MoodSample,
  type PlayedTrack,
} from './history';
import type { State } from './protocol';

const NOW = 10_000;

const sample = (time: number, emotion: MoodSample['emotion'] = 'happy'): MoodSample => ({
  time,
  emotion,
  confidence: 0.8,
  valence: 0.6,
  arousal: 0.3,
  source: 'face',
});

const track = (time: number, name: string, ended: number | null = null): PlayedTrack => ({
  time,
  ended,
  uri: `local:${name}`,
  name,
  artists: [],
  emotion: 'happy',
});

const state = (time: number, mood: object = {}, parts: object = {}): State =>
  ({ ...EXAMPLE_STATE, time, mood: { ...EXAMPLE_STATE.mood, ...mood }, ...parts }) as unknown as State;

const playing = (name: string): object => ({ playing: { ...EXAMPLE_STATE.playing, uri: `local:${name}`, name } });

describe('the answer of the server', () => {
  test('is read', () => {
    const { ended: _, ...played } = track(NOW, 'one');
    const text = JSON.stringify({ moods: [sample(NOW)], tracks: [played, { ...played, emotion: null }] });
    expect(parseHistory(text)).toEqual({
      moods: [sample(NOW)],
      tracks: [track(NOW, 'one'), { ...track(NOW, 'one'), emotion: 'unknown' }],
    });
  });

  test.each([
    ['[]', 'history: an object is needed'],
    ['{"moods": [], "tracks": [{"time": "now"}]}', 'tracks[0].time: a number is needed'],
    ['{"moods": [{"time": 1, "emotion": "bored"}], "tracks": []}', 'moods[0].emotion: one of'],
  ])('%s is refused with the name of the field', (text, sentence) => {
    expect(() => parseHistory(text)).toThrow(ProtocolError);
    expect(() => parseHistory(text)).toThrow(sentence);
  });
});

describe('a state adds to the history', () => {
  test('its mood and its track', () => {
    const history = remember(NOTHING_YET, state(NOW));
    expect(history.moods).toEqual([{ ...sample(NOW), confidence: 0.82 }]);
    expect(history.tracks).toEqual([{ ...track(NOW, 'One'), uri: 'local:track:one.ogg', artists: ['Somebody'] }]);
  });

  test('nothing where nothing changed, so that nothing is drawn again', () => {
    const history = remember(NOTHING_YET, state(NOW));
    expect(remember(history, state(NOW + 60))).toBe(history);
  });

  test('a mood that moves, but not with every frame', () => {
    const history = remember(NOTHING_YET, state(NOW));
    expect(remember(history, state(NOW + 1.9, { valence: 0.5 }))).toBe(history);
    expect(remember(history, state(NOW + 2, { valence: 0.5 })).moods).toHaveLength(2);
  });

  test.each([{ emotion: 'sad' }, { source: 'manual' }])('a mood that is another one at once: %j', (mood) => {
    const history = remember(NOTHING_YET, state(NOW));
    expect(remember(history, state(NOW + 0.1, mood)).moods).toHaveLength(2);
  });

  test('the end of a track, whether the next one follows or none', () => {
    let history = remember(NOTHING_YET, state(NOW, {}, playing('one')));
    history = remember(history, state(NOW + 5, {}, playing('two')));
    history = remember(history, state(NOW + 9, {}, { player: 'stopped' }));
    history = remember(history, state(NOW + 10, {}, { player: 'stopped' }));
    expect(history.tracks.map(({ name, ended }) => [name, ended])).toEqual([
      ['one', NOW + 5],
      ['two', NOW + 9],
    ]);
  });

  test('and takes what is older than half an hour away, but for what held when that began', () => {
    const old: History = {
      moods: [sample(NOW - 4_000), sample(NOW - 3_000, 'sad'), sample(NOW - 100)],
      tracks: [track(NOW - 4_000, 'one', NOW - 3_900), track(NOW - 3_000, 'two', NOW - 1_000)],
    };
    const history = remember(old, state(NOW, { emotion: 'angry' }, { playing: null }));
    expect(history.moods.map(({ emotion }) => emotion)).toEqual(['sad', 'happy', 'angry']);
    expect(history.tracks.map(({ name }) => name)).toEqual(['two']);
  });
});

describe('two histories', () => {
  test('are one without doubles, whichever saw more', () => {
    const older: History = { moods: [sample(1), sample(2)], tracks: [track(1, 'one'), track(2, 'two')] };
    const newer: History = { moods: [sample(2), sample(3)], tracks: [track(4, 'three')] };
    expect(joined(older, newer)).toEqual({
      moods: [sample(1), sample(2), sample(3)],
      tracks: [track(1, 'one'), track(2, 'two'), track(4, 'three')],
    });
    expect(joined(NOTHING_YET, newer)).toEqual(newer);
    expect(joined(older, NOTHING_YET)).toEqual(older);
  });

  test('have the track that plays only once, from when it began', () => {
    const older: History = { moods: [], tracks: [track(1, 'one')] };
    const newer: History = { moods: [], tracks: [track(5, 'one', 9), track(9, 'two')] };
    expect(joined(older, newer).tracks).toEqual([track(1, 'one', 9), track(9, 'two')]);
  });
});

describe('the timeline', () => {
  test('has one stretch for a mood that holds, and none while there is none', () => {
    const moods = [sample(NOW - 2_000), sample(NOW - 900), sample(NOW - 600, 'unknown'), sample(NOW - 100, 'sad')];
    expect(moodSpans({ moods, tracks: [] }, NOW)).toEqual([
      { from: NOW - 1_800, to: NOW - 600, what: 'happy' },
      { from: NOW - 100, to: NOW, what: 'sad' },
    ]);
  });

  test('has each track until it ended or the next one began', () => {
    const tracks = [track(NOW - 500, 'one', NOW - 400), track(NOW - 300, 'two'), track(NOW - 100, 'three')];
    const spans = trackSpans({ moods: [], tracks }, NOW).map(({ from, to }) => [NOW - from, NOW - to]);
    expect(spans).toEqual([
      [500, 400],
      [300, 100],
      [100, 0],
    ]);
  });
});

test('the trail reaches back two minutes, but not over a time without a mood', () => {
  const moods = [sample(NOW - 200), sample(NOW - 110), sample(NOW - 60, 'unknown'), sample(NOW - 30), sample(NOW - 10)];
  expect(trail({ moods, tracks: [] }, NOW)).toEqual(moods.slice(3));
  expect(trail({ moods: moods.slice(0, 2), tracks: [] }, NOW)).toEqual(moods.slice(1, 2));
});
