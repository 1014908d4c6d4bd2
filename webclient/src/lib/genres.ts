/** The genres that the page offers: those of the rules and those chosen by hand. */

import type { GenreChoice, State } from './protocol';

export interface GenreOffer {
  readonly name: string;
  readonly choice: GenreChoice | null;
}

/** Picked ones first, then what the mood suggests, then the excluded ones; each once. */
export function genreOffers({ genres, picked_genres, excluded_genres }: State): GenreOffer[] {
  const picked = new Set(picked_genres);
  const excluded = new Set(excluded_genres);
  const names = new Set([...picked, ...genres.filter((name) => !excluded.has(name)), ...excluded]);
  return [...names].map((name) => ({ name, choice: choiceOf(name, picked, excluded) }));
}

function choiceOf(name: string, picked: ReadonlySet<string>, excluded: ReadonlySet<string>): GenreChoice | null {
  if (picked.has(name)) return 'pick';
  return excluded.has(name) ? 'exclude' : null;
}
