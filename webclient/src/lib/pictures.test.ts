import { describe, expect, test } from 'vitest';
import { PictureDecoder, type Picture, type Scene } from './pictures';

interface FakeBitmap extends ImageBitmap {
  readonly of: Blob;
  closed: boolean;
}

/** A decoder whose decoding the test ends itself, oldest first. */
function setUp() {
  const scenes: (Scene | null)[] = [];
  const jobs: { finish: () => FakeBitmap; fail: () => void }[] = [];
  const decode = (of: Blob): Promise<ImageBitmap> =>
    new Promise((resolve, reject) => {
      const bitmap: FakeBitmap = { of, width: 32, height: 24, closed: false, close: () => (bitmap.closed = true) };
      jobs.push({
        finish: () => (resolve(bitmap), bitmap),
        fail: () => reject(new DOMException('not a picture', 'InvalidStateError')),
      });
    });
  return { decoder: new PictureDecoder((scene) => scenes.push(scene), decode), scenes, jobs };
}

const picture = (): Picture => ({ jpeg: new Blob(['jpeg']), frame: { width: 640, height: 480 }, face: null });
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('the decoder', () => {
  test('shows a picture on the frame that its face belongs to', async () => {
    const { decoder, scenes, jobs } = setUp();
    decoder.push(picture());
    const bitmap = jobs[0]!.finish();
    await settled();
    expect(scenes).toEqual([{ bitmap, frame: { width: 640, height: 480 }, face: null }]);
  });

  test('takes the size of the picture where the server told none', async () => {
    const { decoder, scenes, jobs } = setUp();
    decoder.push({ ...picture(), frame: null });
    const bitmap = jobs[0]!.finish();
    await settled();
    expect(scenes[0]?.frame).toBe(bitmap);
  });

  test('decodes one at a time and drops all but the newest that came meanwhile', async () => {
    const { decoder, scenes, jobs } = setUp();
    const newest = picture();
    decoder.push(picture());
    decoder.push(picture());
    decoder.push(newest);
    expect(jobs).toHaveLength(1);
    const first = jobs[0]!.finish();
    await settled();
    const last = jobs[1]!.finish();
    await settled();
    expect(jobs).toHaveLength(2);
    expect(scenes).toHaveLength(2);
    expect(last.of).toBe(newest.jpeg);
    expect(first.closed).toBe(true);
    expect(last.closed).toBe(false);
  });

  test('shows nothing once the pictures are switched off, also not what was being decoded', async () => {
    const { decoder, scenes, jobs } = setUp();
    decoder.push(picture());
    decoder.push(null);
    const late = jobs[0]!.finish();
    await settled();
    expect(scenes).toEqual([null]);
    expect(late.closed).toBe(true);
  });

  test('shows nothing for a picture that cannot be decoded, and goes on with the next', async () => {
    const { decoder, scenes, jobs } = setUp();
    decoder.push(picture());
    jobs[0]!.fail();
    await settled();
    decoder.push(picture());
    jobs[1]!.finish();
    await settled();
    expect(scenes[0]).toBeNull();
    expect(scenes[1]).not.toBeNull();
  });
});
