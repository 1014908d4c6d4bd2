/** The genres that the page offers: those of the rules and those chosen by hand. */

import type { GenreChoice, State } from './protocol';

export interface GenreOffer {
  readonly name: string;
  readonly choice: GenreChoice | null;
}

/** Picked ones first, then what the mood suggests, then the excluded ones; each once, however it is written. */
export function genreOffers({ genres, picked_genres, excluded_genres }: State): GenreOffer[] {
  const picked = new Set(picked_genres);
  const excluded = new Set(excluded_genres);
  const chosen = new Set([...picked, ...excluded].map(folded));
  const names = [...picked, ...genres.filter((name) => !chosen.has(folded(name))), ...excluded];
  return [...new Set(names)].map((name) => ({ name, choice: choiceOf(name, picked, excluded) }));
}

/** Whether the library has nothing that fits: genres without tracks. Without a mood there are no genres yet. */
export function hasNoMatch({ genres, mood, upcoming }: State): boolean {
  return upcoming.length === 0 && genres.length > 0 && mood.emotion !== 'unknown';
}

function folded(name: string): string {
  return name.trim().toLowerCase();
}

function choiceOf(name: string, picked: ReadonlySet<string>, excluded: ReadonlySet<string>): GenreChoice | null {
  if (picked.has(name)) return 'pick';
  return excluded.has(name) ? 'exclude' : null;
}
