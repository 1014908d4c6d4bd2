/** The one place that knows what the server last said; components read it, and send through it. */

import { Connection, type Link, type Socket } from './connection';
import { joined, NOTHING_YET, parseHistory, remember, type History } from './history';
import type { Lens } from './lens';
import { OwnCamera } from './own-camera.svelte';
import type { Picture } from './pictures';
import { parseMessage, ProtocolError, type Command, type Message, type Size, type State } from './protocol';
import { isReading } from './stage';
import { texts } from './texts';

// Below this, two clocks differ by how long a message took.
const CLOCK_TOLERANCE_MS = 500;

export interface SessionParts {
  readonly connect?: (url: string) => Socket;
  /** Gives the answer to GET api/history, or throws. */
  readonly fetchHistory?: () => Promise<string>;
  /** Has the server look for cameras again, which it then tells in a state; or throws. */
  readonly findCameras?: () => Promise<unknown>;
  readonly openLens?: (onEnd: () => void) => Promise<Lens>;
}

export class Session {
  link: Link = $state.raw({ kind: 'connecting' });
  /** The last state; still there while offline, when it is no longer true. */
  state: State | null = $state.raw(null);
  /** The last frame's size: the stage keeps its shape while there is none. */
  frame: Size = $state.raw({ width: 4, height: 3 });
  /** The last picture, null where none may be shown. */
  picture: Picture | null = $state.raw(null);
  /** What went wrong with the last command or message, in one sentence. */
  notice: string | null = $state(null);
  /** The moods and tracks of the last half hour. */
  history: History = $state.raw(NOTHING_YET);
  /** By how much the server's clock is ahead of this browser's. */
  ahead_ms = $state(0);
  readonly ownCamera: OwnCamera;

  readonly #connection: Connection;
  readonly #fetchHistory: () => Promise<string>;
  readonly #findCameras: () => Promise<unknown>;
  #isFirstState = true;
  #wantsPictures = true;

  constructor(url: string, { connect, fetchHistory, findCameras, openLens }: SessionParts = {}) {
    const events = {
      onLink: (link: Link) => this.#onLink(link),
      onText: (text: string) => this.#onText(text),
      onPicture: (jpeg: Blob) => this.#onPicture(jpeg),
    };
    this.#connection = new Connection(url, events, connect);
    this.#fetchHistory = fetchHistory ?? (() => Promise.resolve('{"moods":[],"tracks":[]}'));
    this.#findCameras = findCameras ?? (() => Promise.resolve());
    const output = {
      command: (command: Command) => this.#connection.send(JSON.stringify(command)),
      picture: (jpeg: Blob) => this.#connection.send(jpeg),
    };
    this.ownCamera = new OwnCamera(output, openLens);
  }

  get isOpen(): boolean {
    return this.link.kind === 'open' && this.state !== null;
  }

  start(): void {
    this.#connection.start();
  }

  stop(): void {
    this.ownCamera.stop();
    this.#connection.stop();
  }

  retryNow(): void {
    this.#connection.retryNow();
  }

  /** Send a command. What it does shows in the next state; a refusal shows in `notice`. */
  send(command: Command): void {
    const sent = this.#connection.send(JSON.stringify(command));
    this.notice = sent ? null : texts.problems.notSent;
  }

  dismissNotice(): void {
    this.notice = null;
  }

  /** Watch another camera of the server's, or none. */
  chooseCamera(camera: string): void {
    if (this.ownCamera.status === 'on') this.ownCamera.stop(camera);
    else this.send({ command: 'camera', camera });
  }

  /** Pause watching or go on with it; a camera of this browser goes out and on with it. */
  pauseWatching(paused: boolean): void {
    this.send({ command: 'pause', paused });
    if (paused) this.ownCamera.rest();
    else this.ownCamera.wake();
  }

  /** Have the server look for cameras: one may have been plugged in since it last did. */
  async findCameras(): Promise<void> {
    try {
      await this.#findCameras();
    } catch (error) {
      console.info('MoodCam: the cameras are those of before:', error); // still a list to choose from
    }
  }

  /** Whether pictures are worth sending: not to a page that nobody can see. */
  wantPictures(wanted: boolean): void {
    if (wanted === this.#wantsPictures) return;
    this.#wantsPictures = wanted;
    this.#connection.send(JSON.stringify({ command: 'pictures', wanted } satisfies Command));
  }

  #onLink(link: Link): void {
    this.link = link;
    if (link.kind !== 'open') {
      this.picture = null;
      return;
    }
    this.#isFirstState = true;
    if (!this.#wantsPictures) {
      this.#connection.send(JSON.stringify({ command: 'pictures', wanted: false } satisfies Command));
    }
    void this.#loadHistory();
  }

  async #loadHistory(): Promise<void> {
    try {
      this.history = joined(parseHistory(await this.#fetchHistory()), this.history);
    } catch (error) {
      // The timeline then begins when this page was opened; it is not worth an alarm.
      console.info('MoodCam: there is no history to show:', error);
    }
  }

  #onText(text: string): void {
    try {
      this.#onMessage(parseMessage(text));
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.notice = texts.problems.misunderstood(error.message);
    }
  }

  #onMessage(message: Message): void {
    switch (message.kind) {
      case 'refusal':
        this.notice = message.error;
        this.ownCamera.onRefusal(message.error);
        return;
      case 'frame':
        this.ownCamera.onRequest(message.request);
        return;
      case 'noFrame':
        this.ownCamera.onEnd(message.reason);
        return;
      case 'state':
        this.#onState(message.state);
    }
  }

  #onState(state: State): void {
    this.state = state;
    this.frame = state.frame ?? this.frame;
    this.history = remember(this.history, state);
    const ahead_ms = state.time * 1000 - Date.now();
    if (Math.abs(ahead_ms - this.ahead_ms) > CLOCK_TOLERANCE_MS) this.ahead_ms = ahead_ms;
    if (state.feed !== 'video' || !isReading(state)) this.picture = null;
    if (this.#isFirstState) this.ownCamera.onReconnect(state);
    else this.ownCamera.onState(state);
    this.#isFirstState = false;
  }

  #onPicture(jpeg: Blob): void {
    if (this.state === null) return;
    this.picture = { jpeg, frame: this.state.frame, face: this.state.face };
  }
}
