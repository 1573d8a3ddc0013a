import { HeaderRebuilder } from './blocks/header-rebuilder.js';
import type { HeaderRebuilding } from './blocks/held-blocks.js';
import { checkedLimit, checkOption } from './options.js';

export type { HeaderRebuilding } from './blocks/held-blocks.js';

/** Options of `lostHeader`. */
export interface LostHeaderOptions {
  /**
   * `MediaRecorder.mimeType`, whose codecs help to rebuild the tracks. Not needed, and not believed, where there is a header.
   *
   * @defaultValue '' (the tracks are told from their payload alone)
   */
  readonly mimeType?: string;
  /**
   * Most octets of blocks to hold until the tracks are settled.
   *
   * @defaultValue 16777216 (16 MiB)
   */
  readonly maxHeldOctets?: number;
}

/**
 * Rebuilds the header of a recording whose first chunk never came, from the frames and from the recorder's `mimeType`.
 *
 * @example
 * ```ts
 * import { Reassembler } from 'webm-reassembler/core';
 * import { lostHeader } from 'webm-reassembler/lost-header';
 *
 * const reassembler = new Reassembler({ lostHeader: lostHeader({ mimeType: 'video/webm;codecs=vp8,opus' }) });
 * ```
 *
 * @throws {@link ReassemblerError} `invalid-option`
 */
export function lostHeader(options: LostHeaderOptions = {}): HeaderRebuilding {
  const { mimeType = '', maxHeldOctets = 16 * 1024 * 1024 } = options;
  checkOption('mimeType', mimeType, typeof mimeType === 'string', "a string such as 'video/webm;codecs=vp8,opus'");
  const maxOctets = checkedLimit('maxHeldOctets', maxHeldOctets);
  return (host) => new HeaderRebuilder(host, mimeType, maxOctets);
}
