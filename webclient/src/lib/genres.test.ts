import { expect, test } from 'vitest';
import { EXAMPLE_STATE } from './example-state';
import { genreOffers, hasNoMatch } from './genres';
import type { State } from './protocol';

const state = (parts: object): State => ({ ...EXAMPLE_STATE, ...parts }) as unknown as State;

test('picked genres come first, excluded ones last, and each once', () => {
  const genres = ['dance', 'ska', 'soul'];
  expect(genreOffers(state({ genres, picked_genres: ['soul', 'folk'], excluded_genres: ['dance'] }))).toEqual([
    { name: 'soul', choice: 'pick' },
    { name: 'folk', choice: 'pick' },
    { name: 'ska', choice: null },
    { name: 'dance', choice: 'exclude' },
  ]);
});

test('a genre of the rules that was chosen in other letters is there once', () => {
  const genres = ['upbeat pop', 'dance'];
  expect(genreOffers(state({ genres, picked_genres: ['Upbeat Pop'], excluded_genres: [' DANCE '] }))).toEqual([
    { name: 'Upbeat Pop', choice: 'pick' },
    { name: ' DANCE ', choice: 'exclude' },
  ]);
});

test.each([
  ['genres, and tracks of them', {}, false],
  ['genres without tracks', { upcoming: [] }, true],
  ['no mood yet', { upcoming: [], mood: { ...EXAMPLE_STATE.mood, emotion: 'unknown' } }, false],
])('whether the library has nothing that fits is told from %s', (_, parts, nothing) => {
  expect(hasNoMatch(state(parts))).toBe(nothing);
});
