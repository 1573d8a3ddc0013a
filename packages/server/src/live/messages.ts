import type { EndedMessage, ErrorMessage, GapMessage } from '@webm-reassembler/protocol';
import type { Gap } from 'webm-reassembler';
import { isStillType } from '../frames/still-header.js';
import type { StreamRecord } from '../record/index.js';
import type { ServerError } from '../errors.js';

/** What a publisher is told of a gap. */
export function gapMessage({ code, message, startMs, endMs }: Gap): GapMessage {
  return { type: 'gap', code, message, startMs: startMs ?? null, endMs: endMs ?? null };
}

/** What a publisher is told of an error. */
export function errorMessage(error: ServerError): ErrorMessage {
  return { type: 'error', ...error.answer() };
}

/** What a publisher is told when the recording is closed: of still images, where they are listed. */
export function endedMessage({ id, chunks, mimeType }: Pick<StreamRecord, 'id' | 'chunks' | 'mimeType'>): EndedMessage {
  const recording = isStillType(mimeType) ? 'frames' : 'recording.webm';
  return { type: 'ended', stream: id, chunks, recordingPath: `/api/streams/${id}/${recording}` };
}
