import { describe, expect, test, vi } from 'vitest';
import { EXAMPLE_STATE } from './example-state';
import { fakeNetwork, type FakeSocket } from './fake-socket';
import { Session, type SessionParts } from './session.svelte';

function opened(parts: SessionParts = {}): { session: Session; socket: FakeSocket } {
  const { connect, sockets } = fakeNetwork();
  const session = new Session('ws://localhost/moodcam/ws', { connect, ...parts });
  session.start();
  sockets[0]!.accept();
  return { session, socket: sockets[0]! };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

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
    ['the camera is lost', { camera: { source: '0', chosen: '0', status: 'lost', error: 'camera 0 is gone' } }],
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

  test('knows how far the clock of the server is ahead, but not to the blink', () => {
    vi.spyOn(Date, 'now').mockReturnValue(1_790_000_000_000);
    const { session, socket } = opened();
    socket.deliver(state({ time: 1_790_000_000.4 }));
    expect(session.ahead_ms).toBe(0);
    socket.deliver(state({ time: 1_790_000_060 }));
    expect(session.ahead_ms).toBe(60_000);
    vi.restoreAllMocks();
  });

  test('has the history from before it came, and goes on with the states', async () => {
    const mood = { time: 1_790_000_000, emotion: 'sad', confidence: 1, valence: -0.7, arousal: -0.5, source: 'face' };
    const fetchHistory = (): Promise<string> => Promise.resolve(JSON.stringify({ moods: [mood], tracks: [] }));
    const { session, socket } = opened({ fetchHistory });
    socket.deliver(state());
    await settled();
    expect(session.history.moods.map(({ emotion }) => emotion)).toEqual(['sad', 'happy']);
    expect(session.history.tracks).toHaveLength(1);
  });

  test('does without the history where the server has none', async () => {
    const info = vi.spyOn(console, 'info').mockReturnValue();
    const { session, socket } = opened({ fetchHistory: () => Promise.reject(new Error('404')) });
    socket.deliver(state());
    await settled();
    expect(info).toHaveBeenCalledOnce();
    expect(session.notice).toBeNull();
    expect(session.history.moods).toHaveLength(1);
  });

  test('tells the server once that nobody sees the page, and again after each reconnection', () => {
    const { session, socket } = opened();
    session.wantPictures(true);
    expect(socket.sent).toEqual([]);
    session.wantPictures(false);
    session.wantPictures(false);
    expect(socket.sent).toEqual(['{"command":"pictures","wanted":false}']);
    socket.accept();
    expect(socket.sent).toHaveLength(2);
    session.wantPictures(true);
    expect(socket.sent.at(-1)).toBe('{"command":"pictures","wanted":true}');
  });

  test('lends its camera when the server asks, and takes it back when told', async () => {
    const jpeg = new Blob(['jpeg']);
    const lens = { capture: () => Promise.resolve(jpeg), close: vi.fn() };
    const { session, socket } = opened({ openLens: () => Promise.resolve(lens) });
    socket.deliver(state());
    await session.ownCamera.start();
    expect(socket.sent).toEqual(['{"command":"camera","camera":"browser"}']);
    socket.deliver('{"frame": {"interval_ms": 200, "max_px": 640}}');
    await settled();
    await settled();
    expect(socket.sent.at(-1)).toBe(jpeg);
    socket.deliver('{"frame": null, "reason": "another browser took over"}');
    expect(session.ownCamera).toMatchObject({ status: 'off', problem: 'another browser took over' });
    expect(lens.close).toHaveBeenCalledOnce();
  });

  test('has no camera of its own any more once another one is chosen, and none to complain about', async () => {
    const lens = { capture: () => Promise.resolve(new Blob()), close: vi.fn() };
    const { session, socket } = opened({ openLens: () => Promise.resolve(lens) });
    socket.deliver(state());
    await session.ownCamera.start();
    socket.deliver('{"frame": {"interval_ms": 200, "max_px": 640}}');
    session.chooseCamera('demo');
    socket.deliver('{"frame": null, "reason": "another camera was chosen"}');
    expect(socket.sent.at(-1)).toBe('{"command":"camera","camera":"demo"}');
    expect(session.ownCamera).toMatchObject({ status: 'off', problem: null });
    expect(lens.close).toHaveBeenCalledOnce();
  });

  test('goes on with its own camera after a pause, once the server watches again', async () => {
    const lens = { capture: () => Promise.resolve(new Blob()), close: vi.fn() };
    const { session, socket } = opened({ openLens: () => Promise.resolve(lens) });
    socket.deliver(state({ camera: { source: 'browser', chosen: 'browser', status: 'ok', error: null } }));
    await session.ownCamera.start();
    session.pauseWatching(true);
    expect(lens.close).toHaveBeenCalledOnce();
    session.pauseWatching(false);
    await settled();
    expect(socket.sent.slice(1)).toEqual([
      '{"command":"pause","paused":true}',
      '{"command":"pause","paused":false}',
      '{"command":"camera","camera":"browser"}',
    ]);
  });
});
