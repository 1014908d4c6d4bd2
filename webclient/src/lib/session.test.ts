import { describe, expect, test } from 'vitest';
import { EXAMPLE_STATE } from './example-state';
import { fakeNetwork, type FakeSocket } from './fake-socket';
import { Session } from './session.svelte';

function opened(): { session: Session; socket: FakeSocket } {
  const { connect, sockets } = fakeNetwork();
  const session = new Session('ws://localhost/moodcam/ws', connect);
  session.start();
  sockets[0]!.accept();
  return { session, socket: sockets[0]! };
}

const state = (parts: object = {}): string => JSON.stringify({ ...EXAMPLE_STATE, ...parts });

describe('a session', () => {
  test('is open once the server has told its state', () => {
    const { session, socket } = opened();
    expect(session.isOpen).toBe(false);
    socket.deliver(state());
    expect(session.isOpen).toBe(true);
    expect(session.state).toEqual(EXAMPLE_STATE);
  });

  test('gives each picture the face of the state before it', () => {
    const { session, socket } = opened();
    const jpeg = new Blob(['jpeg']);
    socket.deliver(state());
    socket.deliver(jpeg);
    socket.deliver(state({ face: null }));
    expect(session.picture).toEqual({ jpeg, frame: EXAMPLE_STATE.frame, face: EXAMPLE_STATE.face });
  });

  test.each([
    ['the camera is lost', { camera: { source: '0', status: 'lost', error: 'camera 0 is gone' } }],
    ['the watching is paused', { watching: false }],
    ['the feed is only landmarks', { feed: 'landmarks' }],
  ])('lets go of the picture when %s', (_, parts) => {
    const { session, socket } = opened();
    socket.deliver(state());
    socket.deliver(new Blob(['jpeg']));
    socket.deliver(state(parts));
    expect(session.picture).toBeNull();
  });

  test('lets go of the picture but not of the state when the connection is lost', () => {
    const { session, socket } = opened();
    socket.deliver(state());
    socket.deliver(new Blob(['jpeg']));
    socket.hangUp();
    session.stop();
    expect(session.isOpen).toBe(false);
    expect(session.picture).toBeNull();
    expect(session.state).toEqual(EXAMPLE_STATE);
  });

  test('remembers the size of the frame while there is none', () => {
    const { session, socket } = opened();
    expect(session.frame).toEqual({ width: 4, height: 3 });
    socket.deliver(state());
    socket.deliver(state({ frame: null, watching: false }));
    expect(session.frame).toEqual(EXAMPLE_STATE.frame);
  });

  test('sends commands as JSON', () => {
    const { session, socket } = opened();
    session.send({ command: 'mood', emotion: null });
    expect(socket.sent).toEqual(['{"command":"mood","emotion":null}']);
  });

  test('notes a refusal until the next command or until it is dismissed', () => {
    const { session, socket } = opened();
    socket.deliver('{"error": "nothing to skip"}');
    expect(session.notice).toBe('nothing to skip');
    session.send({ command: 'skip' });
    expect(session.notice).toBeNull();
    socket.deliver('{"error": "nothing to skip"}');
    session.dismissNotice();
    expect(session.notice).toBeNull();
  });

  test('keeps the last state when a message does not keep to the protocol, and says which field', () => {
    const { session, socket } = opened();
    socket.deliver(state());
    socket.deliver(state({ player: 'dancing' }));
    expect(session.notice).toContain('player: one of playing, paused, stopped is needed');
    expect(session.state).toEqual(EXAMPLE_STATE);
  });
});
