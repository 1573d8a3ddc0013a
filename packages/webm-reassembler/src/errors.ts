/**
 * Every code a {@link ReassemblerError} can carry.
 *
 * - `invalid-option`: an option is of the wrong type or out of its range.
 * - `invalid-chunk`: what was fed is not a `Uint8Array`.
 * - `invalid-sequence`: a sequence number is not a whole number from 0.
 * - `limit-exceeded`: more was collected than a limit allows; the message names the limit.
 * - `already-ended`: `feed` was called after `end`; call `reset` to start anew.
 */
export type ReassemblerErrorCode =
  'invalid-option' | 'invalid-chunk' | 'invalid-sequence' | 'limit-exceeded' | 'already-ended';

/**
 * The one error class of this package. It is thrown for wrong calls only: damage in the stream is never thrown, it
 * comes out as a {@link Gap} in order with what was good.
 */
export class ReassemblerError extends Error {
  override readonly name = 'ReassemblerError';

  constructor(
    /** What went wrong, for programs. */
    readonly code: ReassemblerErrorCode,
    message: string,
    /** Octets fed before the call that failed. */
    readonly offset: number,
  ) {
    super(message);
  }
}
