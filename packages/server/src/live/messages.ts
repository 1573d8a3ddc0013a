import type { EndedMessage, ErrorMessage, GapMessage } from '@webm-reassembler/protocol';
import type { Gap } from 'webm-reassembler';
import type { ServerError } from '../errors.js';

/** What a publisher is told of a gap. */
export function gapMessage({ code, message, startMs, endMs }: Gap): GapMessage {
  return { type: 'gap', code, message, startMs: startMs ?? null, endMs: endMs ?? null };
}

/** What a publisher is told of an error. */
export function errorMessage(error: ServerError): ErrorMessage {
  return { type: 'error', ...error.answer() };
}

/** What a publisher is told when the recording is closed. */
export function endedMessage(stream: string, chunks: number): EndedMessage {
  return { type: 'ended', stream, chunks, recordingPath: `/api/streams/${stream}/recording.webm` };
}
