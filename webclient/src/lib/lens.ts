/** This browser's camera, as something that can be asked for one picture at a time. */

import { texts } from './texts';

/** Of the JPEG: the server reduces the face to far less, and 640 pixels stay far below its 512 KiB. */
const QUALITY = 0.8;
// Twice as many pictures as are ever sent: what is sent is then never older than 33 ms.
const RATE = 30;
const WIDTH_PX = 640;
const HEIGHT_PX = 480;

export interface Lens {
  /** The picture of this moment as JPEG, its longest side at most `max_px`. */
  capture(max_px: number): Promise<Blob>;
  /** Let go of the camera: its light goes out. */
  close(): void;
}

/** The browser will not give its camera; the text says why and what helps. */
export class LensError extends Error {
  override readonly name = 'LensError';
}

/**
 * Ask for the camera and wait for its first picture; the browser may ask the person first.
 *
 * @param onEnd Called once when the camera ends by itself: unplugged, or the permission was taken back.
 * @throws {LensError} when the browser does not give it.
 */
export async function openLens(onEnd: () => void): Promise<Lens> {
  const stream = await open();
  const video = document.createElement('video');
  const close = (): void => {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  stream.getVideoTracks()[0]?.addEventListener('ended', onEnd, { once: true });
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  try {
    await video.play();
  } catch (error) {
    close();
    throw new LensError(texts.ownCamera.failed(reasonOf(error)));
  }
  const canvas = document.createElement('canvas');
  return { close, capture: (max_px) => capture(video, canvas, max_px) };
}

/** A size within `max_px` of the same shape; never larger than it is. */
export function reduced(width: number, height: number, max_px: number): { width: number; height: number } {
  const scale = Math.min(1, max_px / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Why there is no camera, and what helps, from what the browser threw. */
export function explain(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return texts.ownCamera.denied;
    case 'NotFoundError':
    case 'OverconstrainedError':
      return texts.ownCamera.none;
    case 'NotReadableError':
    case 'AbortError':
      return texts.ownCamera.inUse;
    default:
      return texts.ownCamera.failed(reasonOf(error));
  }
}

async function open(): Promise<MediaStream> {
  // Missing altogether where the page came over plain HTTP from another machine.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) throw new LensError(isSecureContext ? texts.ownCamera.unsupported : texts.ownCamera.insecure);
  try {
    return await devices.getUserMedia({
      audio: false,
      video: {
        facingMode: 'user',
        width: { ideal: WIDTH_PX },
        height: { ideal: HEIGHT_PX },
        frameRate: { ideal: RATE },
      },
    });
  } catch (error) {
    throw new LensError(explain(error));
  }
}

async function capture(video: HTMLVideoElement, canvas: HTMLCanvasElement, max_px: number): Promise<Blob> {
  const { width, height } = reduced(video.videoWidth, video.videoHeight, max_px);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  canvas.getContext('2d', { alpha: false })?.drawImage(video, 0, 0, width, height);
  const jpeg = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
  if (jpeg === null) throw new LensError(texts.ownCamera.failed('JPEG'));
  return jpeg;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
