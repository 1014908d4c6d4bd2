import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EXAMPLE_STATE } from './example-state';
import { LensError, type Lens } from './lens';
import { OwnCamera } from './own-camera.svelte';
import type { Command, State } from './protocol';
import { texts } from './texts';

const REQUEST = { interval_ms: 200, max_px: 640 };
const JPEG = new Blob(['jpeg']);

function setUp({ connected = true, open }: { connected?: boolean; open?: () => Promise<Lens> } = {}) {
  const commands: Command[] = [];
  const pictures: Blob[] = [];
  const lens = { capture: vi.fn(() => Promise.resolve(JPEG)), close: vi.fn() };
  let end = (): void => {};
  const camera = new OwnCamera(
    {
      command: (command) => (commands.push(command), connected),
      picture: (jpeg) => (pictures.push(jpeg), connected),
    },
    open ?? ((onEnd) => ((end = onEnd), Promise.resolve(lens))),
  );
  return { camera, commands, pictures, lens, end: () => end() };
}

const chosen = (camera: string, status = 'ok', time = EXAMPLE_STATE.time): State =>
  ({ ...EXAMPLE_STATE, time, camera: { ...EXAMPLE_STATE.camera, chosen: camera, status } }) as unknown as State;

async function started() {
  const parts = setUp();
  await parts.camera.start();
  parts.camera.onRequest(REQUEST);
  await vi.advanceTimersByTimeAsync(0);
  return parts;
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("this browser's camera", () => {
  test('is offered to the server once the browser gave it', async () => {
    const { camera, commands } = setUp();
    const start = camera.start();
    expect(camera.status).toBe('starting');
    expect(commands).toEqual([]);
    await start;
    expect(commands).toEqual([{ command: 'camera', camera: 'browser' }]);
  });

  test('sends the first picture at once when it is asked for', async () => {
    const { camera, pictures, lens } = await started();
    expect(camera.status).toBe('on');
    expect(lens.capture).toHaveBeenCalledWith(640);
    expect(pictures).toEqual([JPEG]);
  });

  test('sends one picture for each request, not faster than asked, and none unasked', async () => {
    const { camera, pictures } = await started();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(pictures).toHaveLength(1);
    camera.onRequest(REQUEST);
    await vi.advanceTimersByTimeAsync(0);
    camera.onRequest(REQUEST);
    await vi.advanceTimersByTimeAsync(199);
    expect(pictures).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(pictures).toHaveLength(3);
  });

  test('goes out when the person stops it, and the server is told', async () => {
    const { camera, commands, lens } = await started();
    camera.stop();
    expect(lens.close).toHaveBeenCalledOnce();
    expect(camera).toMatchObject({ status: 'off', problem: null });
    expect(commands.at(-1)).toEqual({ command: 'camera', camera: 'off' });
  });

  test('goes out when another browser takes over, and says so', async () => {
    const { camera, commands, lens, pictures } = await started();
    camera.onRequest(REQUEST);
    camera.onEnd('another browser took over');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(lens.close).toHaveBeenCalledOnce();
    expect(camera).toMatchObject({ status: 'off', problem: 'another browser took over' });
    expect(pictures).toHaveLength(1);
    expect(commands).toHaveLength(1);
  });

  test('goes out when another camera is chosen, but not by a state from before its own start', async () => {
    const { camera } = await started();
    camera.onState(chosen('demo'));
    expect(camera.status).toBe('on');
    camera.onState(chosen('browser'));
    camera.onState(chosen('demo'));
    expect(camera).toMatchObject({ status: 'off', problem: texts.ownCamera.otherChosen });
  });

  test('is offered again after the connection was lost, where a browser is still wanted', async () => {
    const { camera, commands, pictures } = await started();
    camera.onReconnect(chosen('browser', 'lost'));
    camera.onRequest(REQUEST);
    await vi.advanceTimersByTimeAsync(0);
    expect(commands).toHaveLength(2);
    expect(pictures).toHaveLength(2);
    camera.onReconnect(chosen('demo'));
    expect(camera.problem).toBe(texts.ownCamera.otherChosen);
  });

  test('takes nothing from a browser that took over while the connection was lost', async () => {
    const { camera, commands, lens } = await started();
    const back_s = EXAMPLE_STATE.time;
    camera.onReconnect(chosen('browser', 'ok', back_s));
    camera.onState(chosen('browser', 'ok', back_s + 4));
    expect(camera.status).toBe('starting');
    camera.onState(chosen('browser', 'ok', back_s + 6));
    expect(camera).toMatchObject({ status: 'off', problem: texts.ownCamera.takenOver });
    expect(lens.close).toHaveBeenCalledOnce();
    expect(commands).toHaveLength(1);
  });

  test('is offered again once its own old connection has fallen silent', async () => {
    const { camera, commands } = await started();
    const back_s = EXAMPLE_STATE.time;
    camera.onReconnect(chosen('browser', 'ok', back_s));
    camera.onState(chosen('browser', 'lost', back_s + 3));
    camera.onState(chosen('browser', 'ok', back_s + 10));
    expect(camera.status).toBe('starting');
    expect(commands).toEqual([commands[0], commands[0]]);
  });

  test('that is stopped before it was asked for a picture is taken back from the server', async () => {
    const { camera, commands, lens } = setUp();
    await camera.start();
    camera.stop();
    expect(lens.close).toHaveBeenCalledOnce();
    expect(commands.at(-1)).toEqual({ command: 'camera', camera: 'off' });
  });

  test('goes out while watching is paused here, and on again with it', async () => {
    const { camera, commands, lens } = await started();
    camera.rest();
    camera.onEnd('watching is paused');
    camera.onState(chosen('browser', 'off'));
    expect(lens.close).toHaveBeenCalledOnce();
    expect(camera).toMatchObject({ status: 'off', problem: null });
    camera.wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(commands).toEqual([commands[0], commands[0]]);
    camera.wake();
    expect(commands).toHaveLength(2);
  });

  test('stays out after a pause when it was out before, or another one was chosen meanwhile', async () => {
    const { camera, commands } = await started();
    camera.rest();
    camera.onState(chosen('demo', 'off'));
    camera.wake();
    camera.stop();
    camera.rest();
    camera.wake();
    expect(camera.status).toBe('off');
    expect(commands).toHaveLength(1);
  });

  test('makes way for another camera of the server without a complaint', async () => {
    const { camera, commands } = await started();
    camera.stop('demo');
    camera.onEnd('another camera was chosen');
    expect(commands.at(-1)).toEqual({ command: 'camera', camera: 'demo' });
    expect(camera.problem).toBeNull();
  });

  test('says why the browser does not give it', async () => {
    const { camera, commands } = setUp({ open: () => Promise.reject(new LensError('denied')) });
    await camera.start();
    expect(camera).toMatchObject({ status: 'off', problem: 'denied' });
    expect(commands).toEqual([]);
  });

  test('goes out when the server refuses the offer, not when it refuses something else later', async () => {
    const { camera, lens } = setUp();
    await camera.start();
    camera.onRefusal('the camera cannot be chosen');
    expect(camera).toMatchObject({ status: 'off', problem: 'the camera cannot be chosen' });
    expect(lens.close).toHaveBeenCalledOnce();
    const other = await started();
    other.camera.onRefusal('nothing to skip');
    expect(other.camera.status).toBe('on');
  });

  test('goes out when there is no connection to offer it over', async () => {
    const { camera, lens } = setUp({ connected: false });
    await camera.start();
    expect(camera.problem).toBe(texts.problems.notSent);
    expect(lens.close).toHaveBeenCalledOnce();
  });

  test('says that it ended by itself', async () => {
    const { camera, end } = await started();
    end();
    expect(camera).toMatchObject({ status: 'off', problem: texts.ownCamera.ended });
  });

  test('that is given only after it was stopped is let go at once', async () => {
    const lens = { capture: () => Promise.resolve(JPEG), close: vi.fn() };
    let give = (_: Lens): void => {};
    const { camera, commands } = setUp({ open: () => new Promise((resolve) => (give = resolve)) });
    const start = camera.start();
    camera.stop();
    give(lens);
    await start;
    expect(lens.close).toHaveBeenCalledOnce();
    expect(camera.status).toBe('off');
    expect(commands).toEqual([]);
  });
});
