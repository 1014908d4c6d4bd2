import { expect, test } from 'vitest';
import { coverOf } from './covers';

const PAGE = 'http://localhost:6680/moodcam/';

test.each([
  ['of its own host', '/local/cover.jpeg', 'http://localhost:6680/local/cover.jpeg'],
  ['in the address itself', 'data:image/png;base64,AA==', 'data:image/png;base64,AA=='],
  ['of another host', 'https://covers.example/a.jpg', null],
  ['of another port', 'http://localhost:8080/a.jpg', null],
  ['that is none', 'data:text/html,hi', null],
  ['of a broken address', 'http://[', null],
])('an image %s, %s, is %s', (_, uri, address) => {
  expect(coverOf([{ uri }], PAGE)).toBe(address);
});

test('the smallest that is large enough is taken, else the largest', () => {
  const images = [80, 1_000, 400, 200].map((width) => ({ uri: `/${width}.jpg`, width }));
  expect(coverOf(images, PAGE)).toContain('/400.jpg');
  expect(coverOf(images.filter(({ width }) => width < 300), PAGE)).toContain('/200.jpg');
  expect(coverOf([], PAGE)).toBeNull();
});
