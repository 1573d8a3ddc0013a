import type { HeaderRebuilding } from './blocks/held-blocks.js';
import { LostHeader } from './blocks/lost-header.js';

export type { HeaderRebuilding } from './blocks/held-blocks.js';

/**
 * Rebuilds the header of a recording whose first chunk never came, from the frames and from the recorder's `mimeType`.
 *
 * @example
 * ```ts
 * import { Reassembler } from 'webm-reassembler';
 * import { lostHeader } from 'webm-reassembler/lost-header';
 *
 * const reassembler = new Reassembler({ lostHeader, mimeType: 'video/webm;codecs=vp8,opus' });
 * ```
 */
export const lostHeader: HeaderRebuilding = (mimeType, maxOctets) => new LostHeader(mimeType, maxOctets);
