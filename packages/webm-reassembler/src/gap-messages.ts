import type { GapCode } from './segments/outputs.js';

const TRANSPORT = 'Check the transport';
const EVERY_CHUNK = 'Send every chunk once, in order, from the first one on';
const NUMBERS = 'Number the chunks to know which one was lost';

/** What to do; what happened is what the code says. */
const REMEDIES: Readonly<Partial<Record<GapCode, string>>> = {
  'not-webm': EVERY_CHUNK,
  'timestamp-runs-back': EVERY_CHUNK,
  'missing-header': EVERY_CHUNK,
  'missing-chunk': EVERY_CHUNK,
  'missing-time': NUMBERS,
  'missing-frames': NUMBERS,
  'limit-exceeded': 'If this is genuine, raise maxBlockOctets, maxHeaderOctets, maxSkippedOctets or maxUnknownOctets',
  truncated: 'Send the last chunk before ending',
  'no-keyframe-yet': 'Start the recorder with the stream',
  'lost-reference': 'Ask for keyframes more often',
};

/**
 * What to tell a person of a gap: what happened, and what to do.
 *
 * @example
 * ```ts
 * import { Reassembler } from 'webm-reassembler/core';
 * import { gapMessage } from 'webm-reassembler/gap-messages';
 *
 * const reassembler = new Reassembler({ gapMessage });
 * ```
 */
export function gapMessage(code: GapCode): string {
  const [first = '', ...rest] = code.replaceAll('-', ' ');
  return `${first.toUpperCase()}${rest.join('')}. ${REMEDIES[code] ?? TRANSPORT}.`;
}
