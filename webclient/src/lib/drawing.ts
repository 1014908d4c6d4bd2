/** Draws the picture with the face on it. */

import type { Scene } from './pictures';
import type { Part, Point, Size } from './protocol';

export interface Colours {
  /** Lines of the face and its box. */
  readonly line: string;
  /** Around the lines, so that they are seen on bright pictures as well. */
  readonly casing: string;
}

// Widths in CSS pixels: in proportion to the face, so that a small one is not hidden by its lines.
const FACE_WIDTHS_PER_LINE = 110;
const THINNEST_PX = 1;
const THICKEST_PX = 2.5;
const CASING = 2.2; // in widths of the line
const CORNER = 0.08; // radius of the box's corners, in widths of the box
const FEATURES: readonly Part[] = ['left_eye', 'right_eye', 'left_brow', 'right_brow', 'mouth'];

/**
 * Draw a scene over the whole canvas.
 *
 * `size` is the canvas in CSS pixels and `density` its device pixels for each. The outline of the
 * face is drawn only where there is no picture that shows it.
 */
export function drawScene(
  context: CanvasRenderingContext2D,
  scene: Scene | null,
  size: Size,
  density: number,
  colours: Colours,
): void {
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  if (scene === null) return;
  if (scene.bitmap) context.drawImage(scene.bitmap, 0, 0, size.width, size.height);
  if (scene.face === null) return;
  const path = facePath(scene, size);
  const line_px = lineWidth((scene.face.box[2] * size.width) / scene.frame.width);
  context.lineJoin = 'round';
  for (const [width_px, colour] of [
    [line_px * CASING, colours.casing],
    [line_px, colours.line],
  ] as const) {
    context.lineWidth = width_px;
    context.strokeStyle = colour;
    context.stroke(path);
  }
}

/** The width of the lines on a face, both in CSS pixels. */
export function lineWidth(face_px: number): number {
  return Math.min(THICKEST_PX, Math.max(THINNEST_PX, face_px / FACE_WIDTHS_PER_LINE));
}

function facePath({ bitmap, frame, face }: Scene, size: Size): Path2D {
  const path = new Path2D();
  if (face === null) return path;
  const scale_x = size.width / frame.width;
  const scale_y = size.height / frame.height;
  const [x, y, width, height] = face.box;
  const corner = width * CORNER * scale_x;
  path.roundRect(x * scale_x, y * scale_y, width * scale_x, height * scale_y, corner);
  const parts = bitmap ? FEATURES : [...FEATURES, 'outline' as const];
  for (const part of parts) addLoop(path, face.landmarks[part], scale_x, scale_y);
  return path;
}

function addLoop(path: Path2D, points: readonly Point[], scale_x: number, scale_y: number): void {
  if (points.length === 0) return;
  points.forEach(([x, y], index) => {
    if (index === 0) path.moveTo(x * scale_x, y * scale_y);
    else path.lineTo(x * scale_x, y * scale_y);
  });
  path.closePath();
}
