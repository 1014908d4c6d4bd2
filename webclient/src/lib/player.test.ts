import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Player, type MopidyClient } from './player.svelte';

const PAGE = 'http://localhost:6680/moodcam/';
const NOW_MS = 1_790_000_000_000;

/** Mopidy with a track of 200 s at 62 s, whose events the test makes. */
function setUp(parts: Pick<MopidyClient, 'mixer'> = {}) {
  const listeners = new Map<string, (value: object) => void>();
  const mopidy = {
    on: (name: string, listener: (...values: never[]) => void) => listeners.set(name, listener as (value: object) => void),
    connect: vi.fn(),
    close: vi.fn(),
    playback: {
      getTimePosition: vi.fn(() => Promise.resolve(62_000)),
      getCurrentTrack: vi.fn(() => Promise.resolve({ uri: 'local:one', length: 200_000 })),
      getState: vi.fn(() => Promise.resolve('playing')),
      previous: vi.fn(() => Promise.resolve()),
      seek: vi.fn(() => Promise.resolve(true)),
    },
    mixer: {
      getVolume: () => Promise.resolve<number | null>(40),
      getMute: () => Promise.resolve<boolean | null>(false),
      setVolume: vi.fn(() => Promise.resolve(true)),
      setMute: vi.fn(() => Promise.resolve(true)),
    },
    library: {
      getImages: vi.fn(({ uris }: { uris: string[] }) =>
        Promise.resolve(Object.fromEntries(uris.map((uri) => [uri, [{ uri: `/local/${uri}.jpeg` }]]))),
      ),
    },
  };
  const player = new Player(PAGE, { ...mopidy, ...parts });
  const emit = async (name: string, value: object = {}): Promise<void> => {
    listeners.get(name)?.(value);
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { player, mopidy, emit };
}

beforeEach(() => {
  vi.spyOn(Date, 'now').mockReturnValue(NOW_MS);
});

describe('the player', () => {
  test('knows the volume once Mopidy answers, and hears of it from then on', async () => {
    const { player, mopidy, emit } = setUp();
    player.start();
    expect(mopidy.connect).toHaveBeenCalledOnce();
    expect(player.online).toBe(false);
    await emit('state:online');
    expect(player).toMatchObject({ online: true, volume: 40, muted: false });
    await emit('event:volumeChanged', { volume: 55 });
    await emit('event:muteChanged', { mute: true });
    expect(player).toMatchObject({ volume: 55, muted: true });
  });

  test('has no volume where Mopidy has no mixer', async () => {
    const { player, emit } = setUp({
      mixer: {
        getVolume: () => Promise.resolve(null),
        getMute: () => Promise.reject(new Error('no mixer')),
        setVolume: () => Promise.resolve(),
        setMute: () => Promise.resolve(),
      },
    });
    await emit('state:online');
    expect(player).toMatchObject({ online: true, volume: null, muted: null });
  });

  test('reckons the position in the track that plays, up to its end', async () => {
    const { player, emit } = setUp();
    await emit('state:online');
    expect(player.progress('local:one', NOW_MS + 3_000)).toEqual({ position_ms: 65_000, length_ms: 200_000 });
    expect(player.progress('local:one', NOW_MS + 999_000)?.position_ms).toBe(200_000);
    expect(player.progress('local:two', NOW_MS)).toBeNull();
  });

  test('asks anew where the track is when it was moved or halted', async () => {
    const { player, mopidy, emit } = setUp();
    await emit('state:online');
    mopidy.playback.getTimePosition.mockResolvedValue(10_000);
    mopidy.playback.getState.mockResolvedValue('paused');
    await emit('event:seeked');
    expect(player.progress('local:one', NOW_MS + 3_000)?.position_ms).toBe(10_000);
  });

  test('tells no position for a stream without a length, nor while offline', async () => {
    const { player, emit, mopidy } = setUp();
    await emit('state:online');
    await emit('state:offline');
    expect(player.online).toBe(false);
    expect(player.progress('local:one', NOW_MS)).toBeNull();
    mopidy.playback.getCurrentTrack.mockResolvedValue({ uri: 'http:radio', length: 0 });
    await emit('state:online');
    expect(player.progress('http:radio', NOW_MS)).toBeNull();
  });

  test('asks for each cover once', async () => {
    const { player, emit, mopidy } = setUp();
    await player.want(['local:one']);
    expect(mopidy.library.getImages).not.toHaveBeenCalled();
    await emit('state:online');
    await player.want(['local:one', 'local:two', 'local:one']);
    await player.want(['local:two', 'local:three']);
    expect(mopidy.library.getImages.mock.calls).toEqual([[{ uris: ['local:one', 'local:two'] }], [{ uris: ['local:three'] }]]);
    expect(player.cover('local:two')).toBe('http://localhost:6680/local/local:two.jpeg');
    expect(player.cover('local:four')).toBeNull();
  });

  test('asks again for a cover when the connection broke before the answer', async () => {
    const { player, emit, mopidy } = setUp();
    await emit('state:online');
    mopidy.library.getImages.mockRejectedValueOnce(new Error('WebSocket closed'));
    await player.want(['local:one']);
    await emit('state:offline');
    await emit('state:online');
    await player.want(['local:one']);
    expect(player.cover('local:one')).not.toBeNull();
  });

  test('forgets the covers of former tracks before there are too many, and none that is wanted', async () => {
    const { player, emit, mopidy } = setUp();
    await emit('state:online');
    const uris = Array.from({ length: 300 }, (_, index) => `local:${index}`);
    await player.want(uris.slice(0, 200));
    await player.want(uris.slice(150, 250));
    await player.want(uris.slice(150, 250));
    expect(mopidy.library.getImages).toHaveBeenCalledTimes(2);
    expect(player.cover('local:0')).toBeNull();
    expect(player.cover('local:150')).not.toBeNull();
    expect(player.cover('local:249')).not.toBeNull();
  });

  test('passes on what is asked of it', async () => {
    const { player, mopidy } = setUp();
    await player.back();
    await player.seek(61_000.4);
    await player.setVolume(30);
    await player.setMuted(true);
    player.stop();
    expect(mopidy.playback.previous).toHaveBeenCalledOnce();
    expect(mopidy.playback.seek).toHaveBeenCalledWith({ time_position: 61_000 });
    expect(mopidy.mixer.setVolume).toHaveBeenCalledWith({ volume: 30 });
    expect(mopidy.mixer.setMute).toHaveBeenCalledWith({ mute: true });
    expect(mopidy.close).toHaveBeenCalledOnce();
  });
});
