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

/** How long something still lasts, rounded up: "40 s", "12 min", "1 h 5 min"; nothing is left at "0 s". */
export function remaining(left_s: number): string {
  const seconds = Math.max(0, Math.ceil(left_s));
  if (seconds < 60) return texts.duration.seconds(seconds);
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return texts.duration.minutes(minutes);
  return texts.duration.hours(Math.floor(minutes / 60), minutes % 60);
}

/** A place in a track, as on a player: "0:07", "12:30", "1:02:03". */
export function clock(position_ms: number): string {
  const total_s = Math.max(0, Math.floor(position_ms / 1000));
  const [hours, minutes, seconds] = [Math.floor(total_s / 3600), Math.floor(total_s / 60) % 60, total_s % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** The time of day, as people here write it: "14:05". */
export function timeOfDay(time_s: number): string {
  return new Date(time_s * 1000).toLocaleTimeString(texts.language, { hour: '2-digit', minute: '2-digit' });
}

/** A value from -1 to 1: "0.6", "-0.3". */
export function signed(value: number): string {
  return value.toLocaleString(texts.language, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: 'negative',
  });
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
