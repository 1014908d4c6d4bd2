import { expect, test, vi } from 'vitest';
import { drawScene, fit, lineWidth } from './drawing';

test.each([
  ['of its own shape', { width: 320, height: 240 }, { scale: 0.5, left: 0, top: 0 }],
  ['that is wider', { width: 1000, height: 480 }, { scale: 1, left: 180, top: 0 }],
  ['that is higher', { width: 640, height: 800 }, { scale: 1, left: 0, top: 160 }],
])('a frame is put into the middle of a canvas %s', (_, canvas, place) => {
  expect(fit({ width: 640, height: 480 }, canvas)).toEqual(place);
});

test.each([
  [20, 1.25],
  [105, 1.5],
  [2000, 2.5],
])('the lines on a face of %d px are %d px wide', (face_px, line_px) => {
  expect(lineWidth(face_px)).toBe(line_px);
});

test.each([
  ['as it is', false, 10],
  ['mirrored', true, 390],
])('a scene is drawn %s: what is 5 px from the left stays there or goes to the right', (_, mirrored, x_px) => {
  const context = { setTransform: vi.fn(), clearRect: vi.fn() };
  const size = { width: 200, height: 100 };
  drawScene(context as unknown as CanvasRenderingContext2D, null, size, 2, { line: '', casing: '' }, mirrored);
  const [scale, , , , shift] = context.setTransform.mock.calls[0] as number[];
  expect(scale! * 5 + shift!).toBe(x_px);
});
