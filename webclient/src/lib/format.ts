/** Numbers and times in words. */

import type { Mood, Track } from './protocol';
import { texts } from './texts';

/** A probability or confidence as whole per cent. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** For how long something has held, roughly: "a moment", "12 s", "3 min", "1 h 5 min". */
export function duration(elapsed_s: number): string {
  // A phone's clock may be behind the server's: nothing has held for less than no time.
  const seconds = Math.max(0, Math.floor(elapsed_s));
  if (seconds < 5) return texts.duration.moment;
  if (seconds < 60) return texts.duration.seconds(seconds);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return texts.duration.minutes(minutes);
  return texts.duration.hours(Math.floor(minutes / 60), minutes % 60);
}

/** Whole seconds from now until a time, 0 once it has come. */
export function secondsUntil(then_ms: number, now_ms: number): number {
  return Math.max(0, Math.ceil((then_ms - now_ms) / 1000));
}

/** The title of the page: the mood before the name, so that a narrow tab still shows it. */
export function emojiTitle(mood: Mood | null): string {
  return mood ? `${mood.emoji} ${texts.moods[mood.emotion]} · ${texts.name}` : texts.name;
}

/** A track's artists, and its genre where that is known, in one line. */
export function trackLine({ artists, genre }: Track): string {
  const who = artists.length > 0 ? artists.join(', ') : texts.music.unknownArtist;
  return genre ? `${who} · ${genre}` : who;
}
