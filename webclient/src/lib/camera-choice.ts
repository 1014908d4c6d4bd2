/** What the list of cameras shows. */

import type { OwnCameraStatus } from './own-camera.svelte';
import { BROWSER, type CameraOption, type State } from './protocol';
import { texts } from './texts';

/**
 * The cameras to choose from, in words of the page where it knows better than the server.
 *
 * A browser's camera is not among them, since it is started with a button, unless one is in use; nor is
 * what was chosen ever missing.
 */
export function cameraOptions({ camera, cameras }: State, own: OwnCameraStatus): CameraOption[] {
  const { chosen } = camera;
  const options = cameras
    .filter((option) => option.camera !== BROWSER)
    .map(({ camera, label }) => ({ camera, label: texts.camera.names[camera] ?? label }));
  if (chosen === BROWSER) {
    options.push({ camera: BROWSER, label: own === 'on' ? texts.camera.thisBrowser : texts.camera.aBrowser });
  } else if (!options.some((option) => option.camera === chosen)) {
    options.unshift({ camera: chosen, label: chosen });
  }
  return options;
}
