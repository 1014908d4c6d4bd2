/** The one place that knows what the server last said; components read it, and send through it. */

import { Connection, type Link, type Socket } from './connection';
import type { Picture } from './pictures';
import { parseMessage, ProtocolError, type Command, type Size, type State } from './protocol';
import { isReading } from './stage';
import { texts } from './texts';

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

  readonly #connection: Connection;

  constructor(url: string, connect?: (url: string) => Socket) {
    const events = {
      onLink: (link: Link) => this.#onLink(link),
      onText: (text: string) => this.#onText(text),
      onPicture: (jpeg: Blob) => this.#onPicture(jpeg),
    };
    this.#connection = new Connection(url, events, connect);
  }

  get isOpen(): boolean {
    return this.link.kind === 'open' && this.state !== null;
  }

  start(): void {
    this.#connection.start();
  }

  stop(): void {
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

  #onLink(link: Link): void {
    this.link = link;
    if (link.kind !== 'open') this.picture = null;
  }

  #onText(text: string): void {
    try {
      const message = parseMessage(text);
      if (message.kind === 'refusal') {
        this.notice = message.error;
        return;
      }
      this.state = message.state;
      this.frame = message.state.frame ?? this.frame;
      if (message.state.feed !== 'video' || !isReading(message.state)) this.picture = null;
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.notice = texts.problems.misunderstood(error.message);
    }
  }

  #onPicture(jpeg: Blob): void {
    if (this.state === null) return;
    this.picture = { jpeg, frame: this.state.frame, face: this.state.face };
  }
}
