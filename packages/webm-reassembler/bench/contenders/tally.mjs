/**
 * What a contender found. Equal numbers show that it did the same work as the others; the payloads are looked at, so
 * that none gets away with not having them.
 *
 * @typedef {object} Tally
 * @property {number} blocks
 * @property {number} keyframes Blocks that are said to be keyframes.
 * @property {number} payloadOctets
 */

export class BlockTally {
  blocks = 0;
  keyframes = 0;
  payloadOctets = 0;

  /**
   * @param {Uint8Array} payload
   * @param {boolean} isKeyframe
   */
  add(payload, isKeyframe) {
    this.blocks++;
    this.payloadOctets += payload.length;
    if (isKeyframe) this.keyframes++;
  }

  /** @returns {Tally} */
  result() {
    return { blocks: this.blocks, keyframes: this.keyframes, payloadOctets: this.payloadOctets };
  }
}
