import { expect, test } from 'vitest';
import { lineWidth } from './drawing';

test.each([
  [20, 1],
  [165, 1.5],
  [2000, 2.5],
])('the lines on a face of %d px are %d px wide', (face_px, line_px) => {
  expect(lineWidth(face_px)).toBe(line_px);
});
