import { expect, test } from 'vitest';
import { clock, duration, emojiTitle, percent, remaining, secondsUntil, signed, trackLine } from './format';
import type { Mood, Track } from './protocol';

test.each([
  [0, '0 %'],
  [0.004, '0 %'],
  [0.825, '83 %'],
  [1, '100 %'],
])('the share %d is %s', (share, text) => {
  expect(percent(share)).toBe(text);
});

test.each([
  [-30, 'a moment'],
  [4.9, 'a moment'],
  [5, '5 s'],
  [59.9, '59 s'],
  [60, '1 min'],
  [3599, '59 min'],
  [3600, '1 h'],
  [7500, '2 h 5 min'],
])('%d s are "%s"', (elapsed_s, text) => {
  expect(duration(elapsed_s)).toBe(text);
});

test.each([
  [-3, '0 s'],
  [40.2, '41 s'],
  [60, '1 min'],
  [1_081, '19 min'],
  [3_600, '1 h'],
  [86_000, '23 h 54 min'],
])('with %d s to go, "%s" are left', (left_s, text) => {
  expect(remaining(left_s)).toBe(text);
});

test.each([
  [-5, '0:00'],
  [7_900, '0:07'],
  [750_000, '12:30'],
  [3_723_000, '1:02:03'],
])('%d ms into a track are %s', (position_ms, text) => {
  expect(clock(position_ms)).toBe(text);
});

test.each([
  [0.64, '0.6'],
  [-0.36, '-0.4'],
  [-0.01, '0.0'],
])('the value %d is %s', (value, text) => {
  expect(signed(value)).toBe(text);
});

test.each([
  [10_000, 9_001, 1],
  [10_000, 7_000, 3],
  [10_000, 10_000, 0],
  [10_000, 12_000, 0],
])('until %d it is, at %d, %d s', (then_ms, now_ms, seconds) => {
  expect(secondsUntil(then_ms, now_ms)).toBe(seconds);
});

test('the title has the mood before the name', () => {
  const mood: Mood = {
    emotion: 'sad',
    emoji: '😢',
    confidence: 1,
    valence: 0,
    arousal: 0,
    since: 0,
    until: null,
    source: 'face',
  };
  expect(emojiTitle(mood)).toBe('😢 sad · MoodCam');
  expect(emojiTitle(null)).toBe('MoodCam');
});

test.each([
  [['Ann', 'Bo'], 'Jazz', 'Ann, Bo · Jazz'],
  [['Ann'], null, 'Ann'],
  [[], 'Jazz', 'Unknown artist · Jazz'],
])('a track of %j with genre %s is "%s"', (artists, genre, line) => {
  const track: Track = { uri: 'a:b', name: 'Song', artists, genre, ours: true, reasons: [], feedback: null };
  expect(trackLine(track)).toBe(line);
});
