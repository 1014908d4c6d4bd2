/** What the stage says in place of a picture, so that it never stays blank without a reason. */

import type { Link } from './connection';
import { secondsUntil } from './format';
import type { OwnCameraStatus } from './own-camera.svelte';
import { BROWSER, type State } from './protocol';
import { texts } from './texts';

/** Each has a drawing of its own. */
export type NoteKind =
  | 'connecting'
  | 'offline'
  | 'paused'
  | 'opening'
  | 'asking'
  | 'browser'
  | 'lost'
  | 'off'
  | 'hidden'
  | 'waiting'
  | 'nobody';

export interface Note {
  readonly kind: NoteKind;
  readonly sentence: string;
  readonly details: readonly string[];
}

export interface StageView {
  readonly link: Link;
  readonly state: State | null;
  readonly hasPicture: boolean;
  readonly own: OwnCameraStatus;
  readonly now_ms: number;
}

/** The sentence for the stage, or null where the picture or the drawing speaks for itself. */
export function stageNote({ link, state, hasPicture, own, now_ms }: StageView): Note | null {
  if (link.kind === 'offline') {
    const details = [texts.stage.nextTry(secondsUntil(link.retryAt, now_ms))];
    if (link.reason !== '') details.unshift(link.reason);
    else if (state === null) details.push(texts.stage.tokenHint);
    return { kind: 'offline', sentence: texts.stage.offline, details };
  }
  if (link.kind === 'connecting' || state === null) return note('connecting', texts.stage.connecting);
  if (!state.watching) return note('paused', texts.stage.watchingPaused);
  return cameraNote(state, own) ?? feedNote(state, hasPicture);
}

/** Whether frames are being read: pictures and faces of another time must not be shown. */
export function isReading(state: State): boolean {
  return state.watching && state.camera.status === 'ok';
}

function cameraNote({ camera }: State, own: OwnCameraStatus): Note | null {
  if (camera.status === 'ok') return null;
  if (own === 'starting') return note('asking', texts.stage.asking);
  if (camera.chosen === BROWSER && own === 'off') return note('browser', texts.stage.browser, camera.error);
  switch (camera.status) {
    case 'connecting':
      return note('opening', texts.stage.opening, camera.error);
    case 'lost':
      return note('lost', texts.stage.lost, camera.error);
    case 'off':
      return note('off', texts.stage.off, camera.error);
  }
}

function feedNote({ feed, face }: State, hasPicture: boolean): Note | null {
  switch (feed) {
    case 'off':
      return note('hidden', texts.stage.feedOff);
    case 'landmarks':
      return face === null ? note('nobody', texts.stage.noFace) : null;
    case 'video':
      return hasPicture ? null : note('waiting', texts.stage.noPicture);
  }
}

function note(kind: NoteKind, sentence: string, detail: string | null = null): Note {
  return { kind, sentence, details: detail === null ? [] : [detail] };
}
