/** What the stage says in place of a picture, so that it never stays blank without a reason. */

import type { Link } from './connection';
import { secondsUntil } from './format';
import type { State } from './protocol';
import { texts } from './texts';

export interface Note {
  readonly sentence: string;
  readonly details: readonly string[];
}

/** The sentence for the stage, or null where the picture or the drawing speaks for itself. */
export function stageNote(link: Link, state: State | null, hasPicture: boolean, now_ms: number): Note | null {
  if (link.kind === 'offline') {
    const details = [texts.stage.nextTry(secondsUntil(link.retryAt, now_ms))];
    if (link.reason !== '') details.unshift(link.reason);
    else if (state === null) details.push(texts.stage.tokenHint);
    return { sentence: texts.stage.offline, details };
  }
  if (link.kind === 'connecting' || state === null) return note(texts.stage.connecting);
  if (!state.watching) return note(texts.stage.watchingPaused);
  const { camera } = state;
  switch (camera.status) {
    case 'connecting':
      return note(texts.stage.opening, camera.error);
    case 'lost':
      return note(texts.stage.lost, camera.error);
    case 'error':
      return note(texts.stage.error, camera.error);
    case 'off':
      return note(texts.stage.off, camera.error);
    case 'ok':
      if (state.feed === 'off') return note(texts.stage.feedOff);
      return state.feed === 'video' && !hasPicture ? note(texts.stage.noPicture) : null;
  }
}

/** Whether frames are being read: pictures and faces of another time must not be shown. */
export function isReading(state: State): boolean {
  return state.watching && state.camera.status === 'ok';
}

function note(sentence: string, detail: string | null = null): Note {
  return { sentence, details: detail === null ? [] : [detail] };
}
