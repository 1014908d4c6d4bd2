import { expect, test } from 'vitest';
import { EXAMPLE_STATE } from './example-state';
import { genreOffers } from './genres';
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
