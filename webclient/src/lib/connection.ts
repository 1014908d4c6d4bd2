/** A WebSocket that comes back by itself, with pauses that grow from 1 to 30 s. */

export const FIRST_PAUSE_MS = 1_000;
export const LONGEST_PAUSE_MS = 30_000;
/** The server says something every 10 s at least: one that is silent for this long is not there any more. */
export const SILENCE_MS = 30_000;

export type Link =
  /** The first attempt, or one that the user asked for. */
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** Not there; the next attempt is at `retryAt`, in milliseconds since 1970. */
  | { readonly kind: 'offline'; readonly retryAt: number; readonly reason: string };

/** As much of a WebSocket as is used here, so that a test can stand in for it. */
export type Socket = Pick<WebSocket, 'binaryType' | 'onopen' | 'onmessage' | 'onclose' | 'close'> & {
  send(message: string | Blob): void;
};

export interface ConnectionEvents {
  readonly onLink: (link: Link) => void;
  readonly onText: (text: string) => void;
  readonly onPicture: (jpeg: Blob) => void;
}

/** The addresses that a page talks to, beside its own; those of MoodCam with the page's token. */
export function addresses(page: string): { socket: string; history: string; cameras: string; player: string } {
  const address = (path: string, protocol: string, token: string | null): string => {
    const url = new URL(path, page);
    url.protocol = protocol;
    if (token !== null) url.searchParams.set('token', token);
    return url.href;
  };
  const { protocol, searchParams } = new URL(page);
  const token = searchParams.get('token');
  const sockets = protocol === 'https:' ? 'wss:' : 'ws:';
  return {
    socket: address('ws', sockets, token),
    history: address('api/history', protocol, token),
    cameras: address('api/cameras', protocol, token),
    // Mopidy's own, which knows no token.
    player: address('../mopidy/ws/', sockets, null),
  };
}

/** How long to wait before the next attempt, after a number of failed ones in a row (from 1). */
export function pauseAfter(failures: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
}

export class Connection {
  readonly #url: string;
  readonly #events: ConnectionEvents;
  readonly #connect: (url: string) => Socket;
  #socket: Socket | null = null;
  #open = false;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(
    url: string,
    events: ConnectionEvents,
    connect: (url: string) => Socket = (address) => new WebSocket(address),
  ) {
    this.#url = url;
    this.#events = events;
    this.#connect = connect;
  }

  /** Connect, and stay connected until `stop`. */
  start(): void {
    this.#events.onLink({ kind: 'connecting' });
    this.#attempt();
  }

  /** Try at once instead of at the end of the pause. Does nothing while connected or trying. */
  retryNow(): void {
    if (this.#retry === undefined) return;
    clearTimeout(this.#retry);
    this.start();
  }

  /** Close, and stay closed. */
  stop(): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#silence);
    this.#retry = undefined;
    const socket = this.#socket;
    this.#socket = null;
    this.#open = false;
    socket?.close();
  }

  /** Send a text or a picture; returns whether there was a connection to send it over. */
  send(message: string | Blob): boolean {
    if (!this.#open || this.#socket === null) return false;
    this.#socket.send(message);
    return true;
  }

  #attempt(): void {
    this.#retry = undefined;
    const socket = this.#connect(this.#url);
    this.#socket = socket;
    this.#listen(socket);
    socket.binaryType = 'blob';
    socket.onopen = () => {
      if (socket !== this.#socket) return;
      this.#open = true;
      this.#events.onLink({ kind: 'open' });
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (socket !== this.#socket) return;
      // Only now: a server that accepts and hangs up at once must not be asked every second.
      this.#failures = 0;
      this.#listen(socket);
      if (typeof data === 'string') this.#events.onText(data);
      else if (data instanceof Blob) this.#events.onPicture(data);
    };
    // A failed attempt ends with `close` as well, so `error` has nothing to add.
    socket.onclose = ({ reason }: CloseEvent) => {
      if (socket === this.#socket) this.#lose(reason);
    };
  }

  /** Give a server up that vanished without a word: a machine without power closes nothing. */
  #listen(socket: Socket): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#lose('');
      socket.close();
    }, SILENCE_MS);
  }

  #lose(reason: string): void {
    clearTimeout(this.#silence);
    this.#socket = null;
    this.#open = false;
    this.#failures += 1;
    const pause_ms = pauseAfter(this.#failures);
    this.#retry = setTimeout(() => this.#attempt(), pause_ms);
    this.#events.onLink({ kind: 'offline', retryAt: Date.now() + pause_ms, reason });
  }
}
