import { describe, expect, test } from 'vitest';
import type { Link } from './connection';
import { EXAMPLE_STATE } from './example-state';
import { parseMessage, type State } from './protocol';
import { stageNote } from './stage';
import { texts } from './texts';

const OPEN: Link = { kind: 'open' };

function state(parts: object = {}): State {
  const message = parseMessage(JSON.stringify({ ...EXAMPLE_STATE, ...parts }));
  if (message.kind !== 'state') throw new Error('the example is not a state');
  return message.state;
}

function camera(status: string, error: string | null = null): State {
  return state({ camera: { source: '0', status, error } });
}

describe('the stage', () => {
  test('leaves the word to the picture, and to the drawing where only landmarks are sent', () => {
    expect(stageNote(OPEN, state(), true, 0)).toBeNull();
    expect(stageNote(OPEN, state({ feed: 'landmarks' }), false, 0)).toBeNull();
  });

  test.each([
    ['no state came yet', null, texts.stage.connecting],
    ['no picture came yet', state(), texts.stage.noPicture],
    ['the feed is off', state({ feed: 'off' }), texts.stage.feedOff],
    ['the watching is paused', state({ watching: false }), texts.stage.watchingPaused],
    ['the camera is being opened', camera('connecting'), texts.stage.opening],
    ['the camera is off', camera('off'), texts.stage.off],
  ])('says so when %s', (_, server, sentence) => {
    expect(stageNote(OPEN, server, false, 0)).toEqual({ sentence, details: [] });
  });

  test.each([
    ['lost', texts.stage.lost],
    ['error', texts.stage.error],
  ])('adds why the camera is in the status %s', (status, sentence) => {
    const note = stageNote(OPEN, camera(status, 'camera 0 was unplugged'), true, 0);
    expect(note).toEqual({ sentence, details: ['camera 0 was unplugged'] });
  });

  test('says offline, and when the next try is, before anything else', () => {
    const link: Link = { kind: 'offline', retryAt: 5_000, reason: '' };
    const note = { sentence: texts.stage.offline, details: ['Next try in 4 s.'] };
    expect(stageNote(link, state(), true, 1_000)).toEqual(note);
    expect(stageNote(link, state(), true, 6_000)?.details).toEqual(['Trying again now.']);
  });

  test('tells of the token where the page was never let in, unless the server gave a reason', () => {
    const link: Link = { kind: 'offline', retryAt: 1_000, reason: '' };
    expect(stageNote(link, null, false, 0)?.details).toContain(texts.stage.tokenHint);
    const reason = 'MoodCam is not running';
    expect(stageNote({ ...link, reason }, null, false, 0)?.details).toEqual([reason, 'Next try in 1 s.']);
  });
});
