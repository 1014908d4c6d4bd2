import { expect, test } from 'vitest';
import { cameraOptions } from './camera-choice';
import { EXAMPLE_STATE } from './example-state';
import type { State } from './protocol';
import { texts } from './texts';

const chosen = (camera: string): State =>
  ({ ...EXAMPLE_STATE, camera: { ...EXAMPLE_STATE.camera, chosen: camera } }) as unknown as State;

test('the cameras of the server can be chosen, in the words of the page where it has them', () => {
  expect(cameraOptions(chosen('demo'), 'off')).toEqual([
    { camera: 'auto', label: 'First that works' },
    { camera: 'demo', label: 'Demo performer' },
    { camera: 'off', label: 'Off' },
  ]);
});

test('what was chosen is listed although the server does not list it', () => {
  expect(cameraOptions(chosen('rtsp://***@cam/'), 'off')[0]).toEqual({ camera: 'rtsp://***@cam/', label: 'rtsp://***@cam/' });
});

test.each([
  ['on', texts.camera.thisBrowser],
  ['off', texts.camera.aBrowser],
] as const)('a browser that is the camera is listed, while this one is %s', (own, label) => {
  expect(cameraOptions(chosen('browser'), own).at(-1)).toEqual({ camera: 'browser', label });
});
