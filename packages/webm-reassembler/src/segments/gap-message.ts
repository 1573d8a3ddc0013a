import type { GapCode } from './outputs.js';

const TRANSPORT = 'Check the transport.';
const EVERY_CHUNK = 'Send every chunk once, in order, from the first one on.';
const NUMBERS = 'Number the chunks (sequence) to know which one.';

const MESSAGES: Readonly<Record<GapCode, string>> = {
  'not-webm': `This is not WebM or Matroska, or its first chunk is missing. ${EVERY_CHUNK}`,
  'malformed-element': `Octets were damaged or lost. ${TRANSPORT}`,
  'size-beyond-parent': `The size of an element was damaged. ${TRANSPORT}`,
  'limit-exceeded':
    'An element is larger than its limit. Where it is genuine, raise the limit for its kind (max...Octets).',
  'malformed-header': `The header was damaged, or has more tracks than maxTracks. ${TRANSPORT}`,
  'malformed-block': `A Block was damaged. ${TRANSPORT}`,
  'unknown-track': `A Block is of a track that the header does not describe. ${TRANSPORT}`,
  'timestamp-runs-back': `A Block is older than those before it: chunks were lost, repeated or reordered. ${EVERY_CHUNK}`,
  'timestamp-jumps': `The Timestamp of a Cluster was damaged. ${TRANSPORT}`,
  'missing-time': `The sound leaves out a part: a chunk was lost. ${NUMBERS}`,
  'missing-frames': `A frame builds on one that never came: a chunk was lost. ${NUMBERS}`,
  'missing-header': `The first chunk is missing; the tracks were rebuilt from the frames. ${EVERY_CHUNK}`,
  'missing-chunk': `Chunks are missing. ${EVERY_CHUNK}`,
  truncated: 'The stream ended inside an element. Send the last chunk before ending.',
  'no-keyframe-yet': 'Video before the first keyframe cannot be decoded. Start the recorder with the stream.',
  'lost-reference': 'Video that builds on lost frames was dropped. Ask for keyframes more often.',
};

/** What to tell a person of a gap: what happened, and what to do. */
export function gapMessage(code: GapCode): string {
  return MESSAGES[code];
}
