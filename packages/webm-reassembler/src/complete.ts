import { avcc } from './avcc.js';
import { loss } from './loss.js';
import { lostHeader } from './lost-header.js';
import type { ReassemblerOptions } from './options.js';
import { Reassembler } from './reassembler.js';

/**
 * A {@link Reassembler} with every part that finds or mends something: losses without numbers, lost headers. What the
 * command line, the streams and the server use; where a download's size does not matter, there is no reason to use less.
 *
 * @example
 * ```ts
 * import { Reassembler } from 'webm-reassembler/complete';
 *
 * const reassembler = new Reassembler({ mimeType: recorder.mimeType });
 * ```
 */
export class CompleteReassembler extends Reassembler {
  /** @throws {@link ReassemblerError} `invalid-option` */
  constructor(options?: ReassemblerOptions) {
    super({ loss, lostHeader, ...options });
  }
}

export * from './index.js';
export { CompleteReassembler as Reassembler, avcc, loss, lostHeader };
