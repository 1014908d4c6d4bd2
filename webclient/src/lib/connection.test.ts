import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addresses, Connection, LONGEST_PAUSE_MS, pauseAfter, SILENCE_MS, type Link } from './connection';
import { fakeNetwork } from './fake-socket';

const NOW_MS = 1_790_000_000_000;
const URL = 'ws://localhost:6680/moodcam/ws';

function connected() {
  const { connect, sockets } = fakeNetwork();
  const links: Link[] = [];
  const texts: string[] = [];
  const pictures: Blob[] = [];
  const connection = new Connection(
    URL,
    {
      onLink: (link) => links.push(link),
      onText: (text) => texts.push(text),
      onPicture: (jpeg) => pictures.push(jpeg),
    },
    connect,
  );
  connection.start();
  return { connection, sockets, links, texts, pictures };
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOW_MS });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the addresses beside the page', () => {
  test.each([
    ['http://localhost:6680/moodcam/', 'ws://localhost:6680/moodcam/ws', 'ws://localhost:6680/mopidy/ws/'],
    ['https://music.example/moodcam/#top', 'wss://music.example/moodcam/ws', 'wss://music.example/mopidy/ws/'],
    ['http://host/prefix/moodcam/index.html', 'ws://host/prefix/moodcam/ws', 'ws://host/prefix/mopidy/ws/'],
    ['http://host/moodcam/?token=a%26b&x=1', 'ws://host/moodcam/ws?token=a%26b', 'ws://host/mopidy/ws/'],
  ])('%s are %s and %s', (page, socket, player) => {
    expect(addresses(page)).toMatchObject({ socket, player });
  });

  test('have what is asked over HTTP with the token', () => {
    const { history, cameras } = addresses('https://host/moodcam/?token=a%26b');
    expect(history).toBe('https://host/moodcam/api/history?token=a%26b');
    expect(cameras).toBe('https://host/moodcam/api/cameras?token=a%26b');
  });
});

test('the pauses grow from 1 to 30 s', () => {
  const pauses_s = [1, 2, 3, 4, 5, 6, 7, 100].map((failures) => pauseAfter(failures) / 1000);
  expect(pauses_s).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
});

describe('a connection', () => {
  test('hands on texts and pictures', () => {
    const { sockets, links, texts, pictures } = connected();
    const jpeg = new Blob(['jpeg']);
    sockets[0]!.accept();
    sockets[0]!.deliver('{}');
    sockets[0]!.deliver(jpeg);
    expect(sockets[0]!.url).toBe(URL);
    expect(sockets[0]!.binaryType).toBe('blob');
    expect(links).toEqual([{ kind: 'connecting' }, { kind: 'open' }]);
    expect(texts).toEqual(['{}']);
    expect(pictures).toEqual([jpeg]);
  });

  test('that is lost says why and when it is tried again', () => {
    const { sockets, links } = connected();
    sockets[0]!.accept();
    sockets[0]!.hangUp('MoodCam is not running');
    expect(links.at(-1)).toEqual({ kind: 'offline', retryAt: NOW_MS + 1000, reason: 'MoodCam is not running' });
    vi.advanceTimersByTime(999);
    expect(sockets).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(sockets).toHaveLength(2);
  });

  test('waits longer after each failure', () => {
    const { sockets } = connected();
    for (const pause_s of [1, 2, 4, 8, 16, 30, 30]) {
      const before = sockets.length;
      sockets.at(-1)!.hangUp();
      vi.advanceTimersByTime(pause_s * 1000 - 1);
      expect(sockets).toHaveLength(before);
      vi.advanceTimersByTime(1);
      expect(sockets).toHaveLength(before + 1);
    }
  });

  test('starts over with short pauses once the server has spoken, not when it only accepts', () => {
    const { sockets, links } = connected();
    const pause_s = () => {
      const link = links.at(-1)!;
      return link.kind === 'offline' ? (link.retryAt - Date.now()) / 1000 : null;
    };
    sockets[0]!.hangUp();
    vi.advanceTimersByTime(1000);
    sockets[1]!.accept();
    sockets[1]!.hangUp();
    expect(pause_s()).toBe(2);
    vi.advanceTimersByTime(2000);
    sockets[2]!.accept();
    sockets[2]!.deliver('{}');
    sockets[2]!.hangUp();
    expect(pause_s()).toBe(1);
  });

  test('is tried at once when asked, and then not a second time', () => {
    const { connection, sockets, links } = connected();
    sockets[0]!.hangUp();
    connection.retryNow();
    expect(sockets).toHaveLength(2);
    expect(links.at(-1)).toEqual({ kind: 'connecting' });
    connection.retryNow();
    vi.advanceTimersByTime(LONGEST_PAUSE_MS - 1);
    expect(sockets).toHaveLength(2);
  });

  test('to a server that vanished without a word is given up and tried again', () => {
    const { connection, sockets, links } = connected();
    sockets[0]!.accept();
    vi.advanceTimersByTime(SILENCE_MS - 1);
    sockets[0]!.deliver('{}');
    vi.advanceTimersByTime(SILENCE_MS - 1);
    expect(links.at(-1)).toEqual({ kind: 'open' });
    vi.advanceTimersByTime(1);
    expect(links.at(-1)?.kind).toBe('offline');
    expect(sockets[0]!.closed).toBe(true);
    expect(connection.send('late')).toBe(false);
    vi.advanceTimersByTime(1000);
    expect(sockets).toHaveLength(2);
    sockets[0]!.hangUp('too late to matter');
    vi.advanceTimersByTime(SILENCE_MS); // nor does the second attempt get an answer
    expect(links.at(-1)).toEqual({ kind: 'offline', retryAt: Date.now() + 2000, reason: '' });
  });

  test('sends only while open', () => {
    const { connection, sockets } = connected();
    expect(connection.send('early')).toBe(false);
    sockets[0]!.accept();
    expect(connection.send('now')).toBe(true);
    sockets[0]!.hangUp();
    expect(connection.send('late')).toBe(false);
    expect(sockets[0]!.sent).toEqual(['now']);
  });

  test('that was stopped stays closed and says nothing more', () => {
    const { connection, sockets, links, texts } = connected();
    sockets[0]!.accept();
    connection.stop();
    sockets[0]!.deliver('{}');
    sockets[0]!.hangUp();
    vi.advanceTimersByTime(60_000);
    expect(sockets[0]!.closed).toBe(true);
    expect(sockets).toHaveLength(1);
    expect(links.at(-1)).toEqual({ kind: 'open' });
    expect(texts).toEqual([]);
  });
});
