import { describe, expect, test } from 'vitest';
import type { Link } from './connection';
import { EXAMPLE_STATE } from './example-state';
import { parseMessage, type State } from './protocol';
import { stageNote, type StageView } from './stage';
import { texts } from './texts';

function state(parts: object = {}): State {
  const message = parseMessage(JSON.stringify({ ...EXAMPLE_STATE, ...parts }));
  if (message.kind !== 'state') throw new Error('the example is not a state');
  return message.state;
}

function camera(status: string, error: string | null = null, chosen = '0'): State {
  return state({ camera: { source: '0', chosen, status, error } });
}

/** The note on a stage without a picture, unless it is said otherwise. */
function noteOn(server: State | null, view: Partial<StageView> = {}) {
  return stageNote({ link: { kind: 'open' }, state: server, hasPicture: false, own: 'off', now_ms: 0, ...view });
}

describe('the stage', () => {
  test('leaves the word to the picture, and to the drawing where only landmarks are sent', () => {
    expect(noteOn(state(), { hasPicture: true })).toBeNull();
    expect(noteOn(state({ feed: 'landmarks' }))).toBeNull();
  });

  test.each([
    ['no state came yet', null, 'connecting', texts.stage.connecting],
    ['no picture came yet', state(), 'waiting', texts.stage.noPicture],
    ['the feed is off', state({ feed: 'off' }), 'hidden', texts.stage.feedOff],
    ['there is no face to draw', state({ feed: 'landmarks', face: null }), 'nobody', texts.stage.noFace],
    ['the watching is paused', state({ watching: false }), 'paused', texts.stage.watchingPaused],
    ['the camera is being opened', camera('connecting'), 'opening', texts.stage.opening],
    ['the camera is off', camera('off'), 'off', texts.stage.off],
  ] as const)('says so when %s', (_, server, kind, sentence) => {
    expect(noteOn(server)).toEqual({ kind, sentence, details: [] });
  });

  test.each([
    ['lost', texts.stage.lost],
  ] as const)('adds why the camera is in the status %s', (kind, sentence) => {
    const details = ['camera 0 was unplugged'];
    expect(noteOn(camera(kind, details[0]), { hasPicture: true })).toEqual({ kind, sentence, details });
  });

  test('says that a browser is wanted where none is the camera that was chosen', () => {
    const server = camera('lost', 'no browser sends pictures', 'browser');
    expect(noteOn(server)?.kind).toBe('browser');
    expect(noteOn(server, { own: 'on' })?.kind).toBe('lost');
  });

  test('says that the browser asks for its camera, where there is nothing better to show', () => {
    expect(noteOn(camera('off'), { own: 'starting' })?.kind).toBe('asking');
    expect(noteOn(state(), { own: 'starting', hasPicture: true })).toBeNull();
  });

  test('says offline, and when the next try is, before anything else', () => {
    const link: Link = { kind: 'offline', retryAt: 5_000, reason: '' };
    const note = { kind: 'offline', sentence: texts.stage.offline, details: ['Next try in 4 s.'] };
    expect(noteOn(state(), { link, hasPicture: true, own: 'starting', now_ms: 1_000 })).toEqual(note);
    expect(noteOn(state(), { link, now_ms: 6_000 })?.details).toEqual(['Trying again now.']);
  });

  test('tells of the token where the page was never let in, unless the server gave a reason', () => {
    const link: Link = { kind: 'offline', retryAt: 1_000, reason: '' };
    expect(noteOn(null, { link })?.details).toContain(texts.stage.tokenHint);
    const reason = 'MoodCam is not running';
    expect(noteOn(null, { link: { ...link, reason } })?.details).toEqual([reason, 'Next try in 1 s.']);
  });
});
