import { afterEach, describe, expect, test, vi } from 'vitest';
import { explain, LensError, openLens, reduced } from './lens';
import { texts } from './texts';

afterEach(() => {
  vi.unstubAllGlobals();
});

test.each([
  [1280, 720, { width: 640, height: 360 }],
  [480, 640, { width: 480, height: 640 }],
  [720, 1280, { width: 360, height: 640 }],
  [4000, 1, { width: 640, height: 1 }],
])('a picture of %d by %d is sent as %j', (width, height, size) => {
  expect(reduced(width, height, 640)).toEqual(size);
});

test.each([
  ['NotAllowedError', texts.ownCamera.denied],
  ['NotFoundError', texts.ownCamera.none],
  ['NotReadableError', texts.ownCamera.inUse],
  ['TypeError', texts.ownCamera.failed('what the browser says')],
])('%s is explained', (name, sentence) => {
  expect(explain(new DOMException('what the browser says', name))).toBe(sentence);
});

describe('without a camera in reach of the page', () => {
  test.each([
    [false, texts.ownCamera.insecure],
    [true, texts.ownCamera.unsupported],
  ])('the page says what helps (secure: %s)', async (isSecureContext, sentence) => {
    vi.stubGlobal('navigator', {});
    vi.stubGlobal('isSecureContext', isSecureContext);
    await expect(openLens(() => {})).rejects.toThrow(new LensError(sentence));
  });

  test('what the browser refuses is explained', async () => {
    const getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'));
    vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
    await expect(openLens(() => {})).rejects.toThrow(texts.ownCamera.none);
  });
});
