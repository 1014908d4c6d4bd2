/** Where things lie on the drawing of the valence-arousal plane. */

/** Half of the drawing's side, in its own units. */
export const HALF = 150;
// Room around the outermost values, for the point itself.
const REACH = 132;

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** The place of a mood: pleasant is right, excited is up. Beyond -1 to 1 it stays at the edge. */
export function spot(valence: number, arousal: number): Spot {
  return { x: round(HALF + clamp(valence) * REACH), y: round(HALF - clamp(arousal) * REACH) };
}

/** A line through spots, for a `d` attribute; empty for less than two. */
export function line(spots: readonly Spot[]): string {
  return spots.length < 2 ? '' : `M${spots.map(({ x, y }) => `${x} ${y}`).join('L')}`;
}

/** A trail cut into pieces of about the same length that share their ends, oldest first. */
export function pieces(spots: readonly Spot[], count: number): Spot[][] {
  const size = Math.max(1, Math.ceil((spots.length - 1) / count));
  const cut: Spot[][] = [];
  // From the newest backwards, so that a piece keeps its place while the trail grows.
  for (let end = spots.length - 1; end > 0; end -= size) cut.unshift(spots.slice(Math.max(0, end - size), end + 1));
  return cut;
}

function clamp(value: number): number {
  return Math.min(1, Math.max(-1, value));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
