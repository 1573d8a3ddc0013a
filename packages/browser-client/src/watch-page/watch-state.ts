import type { ErrorMessage } from '@webm-reassembler/protocol';
import type { KeptStream } from './recordings.js';

/**
 * | state      | what the person sees                                                   |
 * | ---------- | ---------------------------------------------------------------------- |
 * | connecting | nothing yet                                                            |
 * | watching   | the live picture                                                       |
 * | quiet      | the last picture: the publisher sends nothing at the moment            |
 * | lost       | the last picture: the connection is being opened again                 |
 * | not-live   | that there is no such stream now, and its recordings where there are   |
 * | ended      | that it has ended, and its recordings                                  |
 * | refused    | why the server does not let this viewer in, and what to do             |
 */
export type WatchState =
  | { readonly kind: 'connecting' | 'watching' | 'quiet' | 'lost' }
  | { readonly kind: 'not-live' | 'ended'; readonly kept: KeptStream | undefined }
  | { readonly kind: 'refused'; readonly error: Pick<ErrorMessage, 'code' | 'message' | 'remedy'> };

/** The words for a state. */
export interface WatchWords {
  readonly tone: 'quiet' | 'good' | 'warning' | 'bad';
  readonly pill: string;
  /** Shown over the picture; absent where the picture speaks for itself. */
  readonly title?: string;
  readonly text?: string;
  readonly remedy?: string;
}

export function wordsFor(state: WatchState): WatchWords {
  switch (state.kind) {
    case 'connecting':
      return { tone: 'quiet', pill: 'Connecting' };
    case 'watching':
      return { tone: 'good', pill: 'Live' };
    case 'quiet':
      return {
        tone: 'warning',
        pill: 'Waiting',
        title: 'The publisher sends nothing',
        text: 'It goes on as soon as it does.',
      };
    case 'lost':
      return {
        tone: 'warning',
        pill: 'Reconnecting',
        title: 'The connection was lost',
        text: 'It is being opened again.',
      };
    case 'not-live':
      return state.kept?.isOver === true
        ? endedWords(state.kept)
        : {
            tone: 'warning',
            pill: 'Not live',
            title: 'This stream is not live',
            text: 'The picture begins by itself as soon as its publisher does.',
          };
    case 'ended':
      return endedWords(state.kept);
    case 'refused':
      return {
        tone: 'bad',
        pill: 'Refused',
        title: 'The server did not let you in',
        text: sentence(state.error.message),
        remedy: state.error.remedy,
      };
    default:
      return state satisfies never;
  }
}

function endedWords(kept: KeptStream | undefined): WatchWords {
  return { tone: 'quiet', pill: 'Ended', title: 'This stream has ended', text: keptWords(kept) };
}

function keptWords(kept: KeptStream | undefined): string {
  if (kept?.images !== undefined) return 'Its images are kept:';
  return kept === undefined || kept.recordings.length === 0 ? 'Nothing of it was kept.' : 'Its recording is kept:';
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
