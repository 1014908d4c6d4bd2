/** Stands in for a WebSocket in tests, which play the server's part. */

import type { Socket } from './connection';

export class FakeSocket implements Socket {
  binaryType: BinaryType = 'arraybuffer';
  onopen: ((event: Event) => unknown) | null = null;
  onmessage: ((event: MessageEvent) => unknown) | null = null;
  onclose: ((event: CloseEvent) => unknown) | null = null;
  readonly sent: (string | Blob)[] = [];
  closed = false;

  constructor(readonly url: string) {}

  send(message: string | Blob): void {
    this.sent.push(message);
  }

  close(): void {
    this.closed = true;
  }

  accept(): void {
    this.onopen?.(new Event('open'));
  }

  deliver(data: string | Blob): void {
    this.onmessage?.(new MessageEvent('message', { data }));
  }

  hangUp(reason = ''): void {
    this.onclose?.({ reason } as CloseEvent);
  }
}

/** What to connect with, and the sockets that came of it, the newest last. */
export function fakeNetwork(): { connect: (url: string) => FakeSocket; sockets: FakeSocket[] } {
  const sockets: FakeSocket[] = [];
  const connect = (url: string): FakeSocket => {
    const socket = new FakeSocket(url);
    sockets.push(socket);
    return socket;
  };
  return { connect, sockets };
}
