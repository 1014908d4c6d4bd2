/** Lends this browser's camera to the server: one picture for each that it asks for. */

import { LensError, openLens, type Lens } from './lens';
import { BROWSER, OFF, type Command, type FrameRequest, type State } from './protocol';
import { texts } from './texts';

export type OwnCameraStatus =
  | 'off'
  /** Waiting for the person to allow it, or for the server to take it. */
  | 'starting'
  | 'on';

// Longer than the server waits for pictures of a connection that broke without its knowing.
const DOUBT_S = 5;

export interface OwnCameraOutput {
  /** Both return whether there was a connection to send over. */
  readonly command: (command: Command) => boolean;
  readonly picture: (jpeg: Blob) => boolean;
}

export class OwnCamera {
  status: OwnCameraStatus = $state('off');
  /** Why it is off although somebody wanted it, in one sentence. */
  problem: string | null = $state(null);

  readonly #output: OwnCameraOutput;
  readonly #open: (onEnd: () => void) => Promise<Lens>;
  #lens: Lens | null = null;
  #sent_ms = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether a state has said that a browser is the camera, since this one was offered. */
  #isTaken = false;
  /** Since when, by the server's clock, it is seen whether another browser is the camera; see `onReconnect`. */
  #doubtful_s: number | null = null;
  /** Whether it is out only for as long as watching is paused. */
  #isResting = false;
  /** Counts starts and stops: what was begun before the last of them is let go when it is ready. */
  #turn = 0;

  constructor(output: OwnCameraOutput, open: (onEnd: () => void) => Promise<Lens> = openLens) {
    this.#output = output;
    this.#open = open;
  }

  /** Ask the browser for its camera, then offer it to the server. */
  async start(): Promise<void> {
    if (this.status !== 'off') return;
    const turn = ++this.#turn;
    this.status = 'starting';
    this.problem = null;
    this.#isTaken = this.#isResting = false;
    try {
      const lens = await this.#open(() => {
        if (turn === this.#turn) this.#stop(texts.ownCamera.ended);
      });
      if (turn !== this.#turn) {
        lens.close();
        return;
      }
      this.#lens = lens;
      this.#offer();
    } catch (error) {
      if (!(error instanceof LensError)) throw error;
      if (turn === this.#turn) this.#stop(error.message);
    }
  }

  /** Let go of the camera, and tell the server which one is wanted instead, if it was offered this one. */
  stop(instead: string = OFF): void {
    const wasOffered = this.#lens !== null;
    this.#stop(null);
    if (wasOffered) this.#output.command({ command: 'camera', camera: instead });
  }

  /** Put out its light because watching is paused here. */
  rest(): void {
    if (this.status === 'off') return;
    this.#stop(null);
    this.#isResting = true;
  }

  /** Go on after `rest`, unless another camera was chosen meanwhile. */
  wake(): void {
    if (this.#isResting) void this.start();
  }

  /** The server asks for the next picture, and so says that it has got the last one. */
  onRequest({ interval_ms, max_px }: FrameRequest): void {
    if (this.#lens === null) return;
    this.status = 'on';
    const pause_ms = Math.max(0, this.#sent_ms + interval_ms - performance.now());
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#sendPicture(max_px), pause_ms);
  }

  /** The server wants no pictures any more: another browser took over, or another camera was chosen. */
  onEnd(reason: string): void {
    if (this.status !== 'off') this.#stop(reason);
  }

  /** A command was refused: where the offer was the last one, it was the offer. */
  onRefusal(sentence: string): void {
    if (this.status === 'starting' && this.#lens !== null) this.#stop(sentence);
  }

  onState({ camera, time }: State): void {
    if (camera.chosen !== BROWSER) this.#isResting = false;
    if (this.#lens === null) return;
    if (camera.chosen === BROWSER) this.#isTaken = true;
    else if (this.#isTaken) this.#stop(texts.ownCamera.otherChosen);
    if (this.#lens === null || this.#doubtful_s === null) return;
    if (camera.status !== 'ok') this.#offer();
    else if (time > this.#doubtful_s + DOUBT_S) this.#stop(texts.ownCamera.takenOver);
  }

  /**
   * The first state of a new connection: the server knows nothing of this browser yet.
   *
   * Where a browser's pictures are seen, another one has taken over meanwhile and keeps its place; or
   * they were this one's last, and there will be none for long.
   */
  onReconnect(state: State): void {
    if (this.#lens === null) return;
    this.status = 'starting';
    this.#isTaken = true;
    this.#doubtful_s = state.time;
    this.onState(state);
  }

  #offer(): void {
    this.#sent_ms = -Infinity;
    this.#doubtful_s = null;
    if (!this.#output.command({ command: 'camera', camera: BROWSER })) this.#stop(texts.problems.notSent);
  }

  async #sendPicture(max_px: number): Promise<void> {
    const turn = this.#turn;
    this.#sent_ms = performance.now();
    try {
      const jpeg = await this.#lens?.capture(max_px);
      if (turn === this.#turn && jpeg) this.#output.picture(jpeg);
    } catch (error) {
      if (!(error instanceof LensError)) throw error;
      if (turn === this.#turn) this.#stop(error.message);
    }
  }

  #stop(problem: string | null): void {
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.#lens?.close();
    this.#lens = null;
    this.#doubtful_s = null;
    this.#isResting = false;
    this.status = 'off';
    this.problem = problem;
  }
}
