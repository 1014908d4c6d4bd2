/** Draws the picture with the face on it. */

import type { Scene } from './pictures';
import { PARTS, type Face, type Part, type Size } from './protocol';

export interface Colours {
  /** Lines of the face and its box. */
  readonly line: string;
  /** Around the lines, so that they are seen on bright pictures as well. */
  readonly casing: string;
}

// Widths in CSS pixels: in proportion to the face, so that a small one is not hidden by its lines.
const FACE_WIDTHS_PER_LINE = 70;
const THINNEST_PX = 1.25;
const THICKEST_PX = 2.5;
const CASING = 2.2; // in widths of the line
const CORNER = 0.08; // radius of the box's corners, in widths of the box
const FEATURES: readonly Part[] = ['left_eye', 'right_eye', 'left_brow', 'right_brow', 'mouth'];

/** Where a frame lies on a canvas: `scale` is in CSS pixels for each pixel of the frame. */
export interface Place {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

/** Fit a frame into a canvas, whole and in the middle. */
export function fit(frame: Size, size: Size): Place {
  const scale = Math.min(size.width / frame.width, size.height / frame.height);
  const left = (size.width - frame.width * scale) / 2;
  const top = (size.height - frame.height * scale) / 2;
  return { scale, left, top };
}

/**
 * Draw a scene in the middle of the canvas.
 *
 * `size` is the canvas in CSS pixels and `density` its device pixels for each; `mirrored` swaps left
 * and right. The outline of the face is drawn only where there is no picture that shows it.
 */
export function drawScene(
  context: CanvasRenderingContext2D,
  scene: Scene | null,
  size: Size,
  density: number,
  colours: Colours,
  mirrored = false,
): void {
  if (mirrored) context.setTransform(-density, 0, 0, density, size.width * density, 0);
  else context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  if (scene === null) return;
  const { bitmap, frame, face } = scene;
  const place = fit(frame, size);
  const { scale, left, top } = place;
  if (bitmap) context.drawImage(bitmap, left, top, frame.width * scale, frame.height * scale);
  if (face === null) return;
  const path = facePath(face, bitmap ? FEATURES : PARTS, place);
  const line_px = lineWidth(face.box[2] * scale);
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

function facePath(face: Face, parts: readonly Part[], { scale, left, top }: Place): Path2D {
  const path = new Path2D();
  const [x, y, width, height] = face.box;
  path.roundRect(left + x * scale, top + y * scale, width * scale, height * scale, CORNER * width * scale);
  for (const part of parts) {
    face.landmarks[part].forEach(([x, y], index) => {
      if (index === 0) path.moveTo(left + x * scale, top + y * scale);
      else path.lineTo(left + x * scale, top + y * scale);
    });
    path.closePath();
  }
  return path;
}
