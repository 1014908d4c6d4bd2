/** Mopidy's player, over mopidy.js: what MoodCam's own state and commands do not cover. */

import Mopidy from 'mopidy';
import { coverOf, type CoverImage } from './covers';

/** As much of mopidy.js as is used here, so that a test can stand in for it. */
export interface MopidyClient {
  on(name: string, listener: (...values: never[]) => void): unknown;
  connect(): unknown;
  close(): unknown;
  playback?: {
    getTimePosition(): Promise<number | null>;
    getCurrentTrack(): Promise<{ uri: string; length?: number | null } | null>;
    getState(): Promise<string | null>;
    previous(): Promise<unknown>;
    seek(parameters: { time_position: number }): Promise<unknown>;
  };
  mixer?: {
    getVolume(): Promise<number | null>;
    getMute(): Promise<boolean | null>;
    setVolume(parameters: { volume: number }): Promise<unknown>;
    setMute(parameters: { mute: boolean }): Promise<unknown>;
  };
  library?: { getImages(parameters: { uris: string[] }): Promise<Record<string, readonly CoverImage[]>> };
}

/** Where in a track the player was, and when; from there on it is reckoned. */
interface Progress {
  readonly uri: string;
  readonly length_ms: number | null;
  readonly position_ms: number;
  readonly at_ms: number;
  readonly moving: boolean;
}

// After these of Mopidy's events the place in the track is another one than reckoned.
const MOVES = ['trackPlaybackStarted', 'playbackStateChanged', 'seeked'] as const;
// More than can ever be ahead: moodcam/top_n goes up to 100.
const MOST_COVERS = 200;

export class Player {
  /** Whether Mopidy answers; without, its controls can do nothing. */
  online = $state(false);
  /** From 0 to 100; null where Mopidy has no mixer. */
  volume: number | null = $state(null);
  muted: boolean | null = $state(null);

  readonly #mopidy: MopidyClient;
  readonly #page: string;
  #progress: Progress | null = $state.raw(null);
  #wanted: ReadonlySet<string> = new Set();
  #covers: ReadonlyMap<string, string | null> = $state.raw(new Map());

  constructor(page: string, mopidy: MopidyClient) {
    this.#page = page;
    this.#mopidy = mopidy;
    mopidy.on('state:online', () => void this.#begin());
    mopidy.on('state:offline', () => this.#lose());
    for (const move of MOVES) mopidy.on(`event:${move}`, () => void this.#locate());
    mopidy.on('event:volumeChanged', ({ volume }: { volume: number }) => (this.volume = volume));
    mopidy.on('event:muteChanged', ({ mute }: { mute: boolean }) => (this.muted = mute));
  }

  start(): void {
    this.#mopidy.connect();
  }

  stop(): void {
    this.#mopidy.close();
  }

  /** The length of a track and where the player is in it, in ms; null while that is not known. */
  progress(uri: string, now_ms: number): { position_ms: number; length_ms: number } | null {
    const progress = this.#progress;
    if (progress?.uri !== uri || !progress.length_ms) return null;
    const moved_ms = progress.moving ? now_ms - progress.at_ms : 0;
    const position_ms = Math.min(progress.length_ms, Math.max(0, progress.position_ms + moved_ms));
    return { position_ms, length_ms: progress.length_ms };
  }

  /** The address of a track's cover; null where there is none, or none yet. */
  cover(uri: string): string | null {
    return this.#covers.get(uri) ?? null;
  }

  /** Ask for the covers of tracks that are not known yet. */
  async want(uris: readonly string[]): Promise<void> {
    this.#wanted = new Set(uris.slice(0, MOST_COVERS));
    const unknown = [...this.#wanted].filter((uri) => !this.#covers.has(uri));
    if (!this.online || unknown.length === 0) return;
    this.#keep(unknown.map((uri) => [uri, null])); // not to be asked for twice meanwhile
    const images = await this.#ask(this.#mopidy.library?.getImages({ uris: unknown }));
    if (images) this.#keep(unknown.map((uri) => [uri, coverOf(images[uri] ?? [], this.#page)]));
  }

  async back(): Promise<void> {
    await this.#ask(this.#mopidy.playback?.previous());
  }

  async seek(position_ms: number): Promise<void> {
    await this.#ask(this.#mopidy.playback?.seek({ time_position: Math.round(position_ms) }));
  }

  async setVolume(volume: number): Promise<void> {
    await this.#ask(this.#mopidy.mixer?.setVolume({ volume }));
  }

  async setMuted(mute: boolean): Promise<void> {
    await this.#ask(this.#mopidy.mixer?.setMute({ mute }));
  }

  async #begin(): Promise<void> {
    this.online = true;
    const { mixer } = this.#mopidy;
    const [volume, muted] = await Promise.all([this.#ask(mixer?.getVolume()), this.#ask(mixer?.getMute()), this.#locate()]);
    this.volume = volume ?? null;
    this.muted = muted ?? null;
  }

  async #locate(): Promise<void> {
    const { playback } = this.#mopidy;
    const [track, position_ms, state] = await Promise.all([
      this.#ask(playback?.getCurrentTrack()),
      this.#ask(playback?.getTimePosition()),
      this.#ask(playback?.getState()),
    ]);
    this.#progress = track
      ? {
          uri: track.uri,
          length_ms: track.length ?? null,
          position_ms: position_ms ?? 0,
          at_ms: Date.now(),
          moving: state === 'playing',
        }
      : null;
  }

  #lose(): void {
    this.online = false;
    this.#progress = null;
    // What could not be asked for is asked for again.
    this.#covers = new Map([...this.#covers].filter(([, address]) => address !== null));
  }

  #keep(found: readonly (readonly [string, string | null])[]): void {
    const covers = [...new Map([...this.#covers, ...found])];
    const kept = covers.length > MOST_COVERS ? covers.filter(([uri]) => this.#wanted.has(uri)) : covers;
    this.#covers = new Map(kept);
  }

  /** An answer, or undefined where Mopidy gives none: the connection may break at any moment. */
  async #ask<T>(question: Promise<T> | undefined): Promise<T | undefined> {
    try {
      return await question;
    } catch {
      return undefined;
    }
  }
}

/** mopidy.js, not yet connected; it comes back by itself, and what it has to say shows on the page. */
export function mopidyAt(url: string): MopidyClient {
  const quiet = { log: () => {}, warn: () => {}, error: () => {} } as unknown as Console;
  const mopidy = new Mopidy({
    webSocketUrl: url,
    autoConnect: false,
    backoffDelayMin: 1_000,
    backoffDelayMax: 30_000,
    console: quiet,
  });
  return mopidy as unknown as MopidyClient;
}
