import { expect, test } from 'vitest';
import { HALF, line, pieces, spot } from './plane';

test.each([
  ['neutral lies in the middle', 0, 0, { x: 150, y: 150 }],
  ['pleasant is right and excited is up', 0.5, 0.5, { x: 216, y: 84 }],
  ['what is out of reach stays at the edge', -3, -3, { x: 18, y: 282 }],
])('%s', (_, valence, arousal, place) => {
  expect(spot(valence, arousal)).toEqual(place);
  expect(HALF).toBe(150);
});

test('a line needs two spots', () => {
  expect(line([{ x: 1, y: 2 }])).toBe('');
  expect(line([{ x: 1, y: 2 }, { x: 3, y: 4 }])).toBe('M1 2L3 4');
});

test('a trail is cut into pieces that share their ends, the oldest the shortest', () => {
  const spots = [0, 1, 2, 3, 4, 5].map((x) => ({ x, y: 0 }));
  const cut = pieces(spots, 3).map((piece) => piece.map(({ x }) => x));
  expect(cut).toEqual([
    [0, 1],
    [1, 2, 3],
    [3, 4, 5],
  ]);
  expect(pieces(spots.slice(0, 1), 3)).toEqual([]);
});
