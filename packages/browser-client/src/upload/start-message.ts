import type { StartMessage } from '@webm-reassembler/protocol';
import type { UploadOptions } from './upload-options.js';

/** What an upload knows of its stream besides its options. */
export interface StreamSoFar {
  /** The stream's ID, where the server has opened it before: it is resumed. */
  readonly opened: string | undefined;
  /** What the server gave to resume it with. */
  readonly resumeToken: string | undefined;
  /** What tells this upload from others, as long as the server has not answered. */
  readonly session: string;
}

/** The first message on every connection. */
export function startMessage(options: UploadOptions, { opened, resumeToken, session }: StreamSoFar): StartMessage {
  const { mimeType, timesliceMs, analysis } = options;
  const token = resumeToken ?? options.token;
  const stream = opened ?? options.stream;
  return {
    type: 'start',
    mimeType,
    ...(timesliceMs === undefined ? {} : { timesliceMs }),
    ...(token === undefined ? {} : { token }),
    ...(analysis === undefined ? {} : { analysis }),
    ...(stream === undefined ? {} : { stream }),
    ...(opened === undefined ? { session } : { resume: true }),
  };
}

/** A name for an upload that no other has. */
export function randomSession(random: () => number): string {
  return Array.from({ length: 4 }, () => Math.floor(random() * 2 ** 32).toString(36)).join('-');
}
