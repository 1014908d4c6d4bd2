/** From JPEGs as they arrive to pictures that can be drawn: the newest wins, the rest is dropped. */

import type { Face, Size } from './protocol';

/** A JPEG, and the state of the frame that it shows. */
export interface Picture {
  readonly jpeg: Blob;
  readonly frame: Size | null;
  readonly face: Face | null;
}

/** What is drawn: a bitmap (none where only landmarks are sent) with a face on its frame. */
export interface Scene {
  readonly bitmap: ImageBitmap | null;
  readonly frame: Size;
  readonly face: Face | null;
}

/** Decodes one picture at a time; of those that arrive meanwhile only the newest is kept. */
export class PictureDecoder {
  readonly #decode: (jpeg: Blob) => Promise<ImageBitmap>;
  readonly #onScene: (scene: Scene | null) => void;
  #shown: ImageBitmap | null = null;
  #waiting: Picture | null = null;
  #busy = false;

  /** `onScene` gets each picture when it is ready, and null when there is none to show. */
  constructor(
    onScene: (scene: Scene | null) => void,
    decode: (jpeg: Blob) => Promise<ImageBitmap> = (jpeg) => createImageBitmap(jpeg),
  ) {
    this.#onScene = onScene;
    this.#decode = decode;
  }

  /** Show a picture next, or none at once. */
  push(picture: Picture | null): void {
    this.#waiting = picture;
    if (picture === null) this.#show(null, null);
    else if (!this.#busy) void this.#run();
  }

  async #run(): Promise<void> {
    this.#busy = true;
    while (this.#waiting !== null) {
      const picture: Picture = this.#waiting;
      // A picture that cannot be decoded shows as none: the stage then says that it waits.
      const bitmap = await this.#decode(picture.jpeg).catch(() => null);
      if (this.#waiting === null) {
        bitmap?.close(); // the pictures were switched off meanwhile
      } else {
        this.#show(bitmap, picture);
        if (this.#waiting === picture) this.#waiting = null;
      }
    }
    this.#busy = false;
  }

  #show(bitmap: ImageBitmap | null, picture: Picture | null): void {
    const before = this.#shown;
    this.#shown = bitmap;
    this.#onScene(
      bitmap && picture ? { bitmap, frame: picture.frame ?? bitmap, face: picture.face } : null,
    );
    before?.close();
  }
}
