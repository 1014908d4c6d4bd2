import { describe, expect, test } from 'vitest';
import { EXAMPLE_STATE } from './example-state';
import { parseMessage, ProtocolError } from './protocol';

/** The example with the field at a path such as `mood.since` replaced, or removed when undefined. */
function changed(path: string, value: unknown): string {
  const copy: unknown = structuredClone(EXAMPLE_STATE);
  const keys = path.split('.');
  const last = keys.pop()!;
  const owner = keys.reduce((fields, key) => fields[key] as Record<string, unknown>, copy as Record<string, unknown>);
  owner[last] = value;
  return JSON.stringify(copy);
}

describe('a state', () => {
  test('is read whole', () => {
    expect(parseMessage(JSON.stringify(EXAMPLE_STATE))).toEqual({ kind: 'state', state: EXAMPLE_STATE });
  });

  test('may lack what there is not: frame, face, expression, playing, and the camera has no error', () => {
    const bare = { ...EXAMPLE_STATE, frame: null, face: null, expression: null, playing: null, upcoming: [] };
    expect(parseMessage(JSON.stringify(bare))).toEqual({ kind: 'state', state: bare });
  });

  test('may have keys that a newer server adds', () => {
    const newer = { ...EXAMPLE_STATE, volume: 80, mood: { ...EXAMPLE_STATE.mood, trail: [] } };
    expect(parseMessage(JSON.stringify(newer))).toEqual({ kind: 'state', state: EXAMPLE_STATE });
  });

  test.each([
    ['camera', undefined, 'camera: an object is needed, got nothing'],
    ['camera.status', 'fine', 'camera.status: one of ok, connecting, lost, off is needed, got "fine"'],
    ['camera.error', undefined, 'camera.error: a text is needed, got nothing'],
    ['frame.width', 0, 'frame.width: a number above 0 is needed, got 0'],
    ['face.box', [1, 2, 3], 'face.box: a list of 4 numbers is needed, got [1,2,3]'],
    ['face.landmarks.mouth', [[1, 2], [3]], 'face.landmarks.mouth[1]: a list of 2 numbers is needed, got [3]'],
    ['expression.sad', '0.1', 'expression.sad: a number is needed, got "0.1"'],
    ['mood', null, 'mood: an object is needed, got null'],
    ['mood.emotion', 'bored', 'mood.emotion: one of '],
    ['strategy', 'cheer', 'strategy: one of match, elevate, balance is needed, got "cheer"'],
    ['genres', 'dance', 'genres: a list is needed, got "dance"'],
    ['upcoming', [{}], 'upcoming[0].uri: a text is needed, got nothing'],
    ['playing.ours', 1, 'playing.ours: true or false is needed, got 1'],
    ['timing_ms.total', null, 'timing_ms.total: a number is needed, got null'],
    ['watching', 'yes', 'watching: true or false is needed, got "yes"'],
    ['time', undefined, 'time: a number is needed, got nothing'],
    ['camera.chosen', null, 'camera.chosen: a text is needed, got null'],
    ['cameras', [{ camera: 'demo' }], 'cameras[0].label: a text is needed, got nothing'],
    ['mood.until', 'soon', 'mood.until: a number is needed, got "soon"'],
    ['feeds', ['film'], 'feeds[0]: one of video, landmarks, off is needed, got "film"'],
    ['picked_genres', undefined, 'picked_genres: a list is needed, got nothing'],
    ['excluded_genres', [1], 'excluded_genres[0]: a text is needed, got 1'],
    ['playing.feedback', 'meh', 'playing.feedback: one of more, less is needed, got "meh"'],
  ])('with a wrong %s is refused with the name of the field', (path, value, sentence) => {
    expect(() => parseMessage(changed(path, value))).toThrow(ProtocolError);
    expect(() => parseMessage(changed(path, value))).toThrow(sentence);
  });
});

describe('a text', () => {
  test('that is the reply to a refused command is read as one', () => {
    const message = parseMessage('{"error": "command \\"dance\\" is unknown"}');
    expect(message).toEqual({ kind: 'refusal', error: 'command "dance" is unknown' });
  });

  test('may ask for a picture of this browser\'s camera', () => {
    const message = parseMessage('{"frame": {"interval_ms": 200, "max_px": 640}}');
    expect(message).toEqual({ kind: 'frame', request: { interval_ms: 200, max_px: 640 } });
  });

  test('may say that no more of them are wanted, and why', () => {
    const message = parseMessage('{"frame": null, "reason": "another browser took over"}');
    expect(message).toEqual({ kind: 'noFrame', reason: 'another browser took over' });
  });

  test.each([
    ['{"camera": ', 'message: JSON is needed'],
    ['[]', 'message: an object is needed, got []'],
    ['null', 'message: an object is needed, got null'],
    ['{"error": 7}', 'error: a text is needed, got 7'],
    ['{"frame": null}', 'reason: a text is needed, got nothing'],
    ['{"frame": {"interval_ms": 0, "max_px": 640}}', 'frame.interval_ms: a number above 0 is needed, got 0'],
    ['{"frame": {"interval_ms": 200}}', 'frame.max_px: a number is needed, got nothing'],
  ])('such as %s is refused', (text, sentence) => {
    expect(() => parseMessage(text)).toThrow(new ProtocolError(sentence));
  });
});
