import type { Output } from 'webm-reassembler';
import { ServerError } from '../errors.js';

/** What a stream may be. */
export interface StreamLimits {
  readonly maxStreamHours: number;
  readonly maxTracks: number;
  /** Matroska codec IDs, for example `V_VP8`. */
  readonly allowedCodecs: readonly string[];
}

const HOUR_MS = 3_600_000;

/**
 * Looks at every header of a stream before anything else sees it.
 *
 * @throws ServerError `too-many-tracks` or `codec-refused`
 */
export function refuseBeyondLimits(outputs: readonly Output[], { maxTracks, allowedCodecs }: StreamLimits): void {
  for (const output of outputs) {
    if (output.kind !== 'init-segment') continue;
    const { tracks } = output;
    if (tracks.length > maxTracks)
      throw new ServerError('too-many-tracks', `the stream has ${tracks.length} tracks, the limit is ${maxTracks}`);
    const refused = tracks.find((track) => !allowedCodecs.includes(track.codecId));
    if (refused !== undefined)
      throw new ServerError('codec-refused', `codec ${refused.codecId} is not one of: ${allowedCodecs.join(', ')}`);
  }
}

/** The error that ends a stream which has been live for too long; `undefined` while it has not. */
export function tooLong(startedAt: Date, { maxStreamHours }: StreamLimits): ServerError | undefined {
  if (Date.now() - startedAt.getTime() <= maxStreamHours * HOUR_MS) return undefined;
  return new ServerError('stream-too-long', `the stream has been live for ${maxStreamHours} hours, which is the limit`);
}
