import type { GapCode } from './outputs.js';

const MESSAGES: Readonly<Record<GapCode, string>> = {
  'not-webm':
    'The stream does not begin with an EBML header: it is not WebM or Matroska, or its first chunk is missing. ' +
    'Record with a mimeType of video/webm, and send every chunk from the first one on, in order.',
  'malformed-element': 'Octets that cannot be an element: they were damaged or lost on the way. Check the transport.',
  'size-beyond-parent': 'An element claims to end behind its parent: its size was damaged. Check the transport.',
  'limit-exceeded':
    'An element is larger than the limit for its kind. If it is genuine, raise maxBlockOctets, maxHeaderOctets, ' +
    'maxSkippedOctets or maxUnknownOctets.',
  'malformed-header':
    'The EBML header, Info or Tracks cannot be read. They were damaged on the way, or have more tracks than maxTracks allows.',
  'malformed-block': 'A Block cannot be read: it was damaged on the way. Check the transport.',
  'unknown-track':
    'A Block belongs to a track that the header does not describe: it was damaged on the way. Check the transport.',
  'timestamp-runs-back':
    'A Block comes before one that was read already: chunks were lost, repeated or reordered on the way. Send each once, in order.',
  'timestamp-jumps':
    'A Cluster is far ahead of its neighbours: its Timestamp was damaged on the way. Check the transport.',
  'missing-time':
    'The sound skips a part of the recording: a chunk was lost on the way. Number the chunks (sequence) to know which one.',
  'missing-frames':
    'A frame builds on one that never came: a chunk was lost on the way. Number the chunks (sequence) to know which one.',
  'missing-header':
    'The recording came without its beginning; its tracks were rebuilt from the frames. Send every chunk from the first one on.',
  'missing-chunk':
    'Chunks are missing. Send every chunk, in order; after a reconnect, resume from the one that the receiver needs.',
  truncated: 'The stream ended inside an element. Stop the recorder and send its last chunk before ending.',
  'no-keyframe-yet': 'Video frames before the first keyframe cannot be decoded. Start the recorder with the stream.',
  'lost-reference':
    'Video frames that depend on lost ones were dropped up to the next keyframe. Ask for keyframes more often.',
};

/** What to tell a person of a gap. */
export function gapMessage(code: GapCode): string {
  return MESSAGES[code];
}
