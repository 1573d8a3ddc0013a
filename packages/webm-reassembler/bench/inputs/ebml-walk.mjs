/*
 * The bench's own reader of EBML, apart from the library's: inputs and verdicts must not rest on what is measured.
 * It reads sound, live recordings only, as a whole.
 */

/** Elements that are entered. Everything else is passed over by its size. */
const MASTERS = new Set([
  0x18538067, // Segment
  0x1f43b675, // Cluster
  0xa0, // BlockGroup
  0x1c53bb6b, // Cues
  0xbb, // CuePoint
  0xb7, // CueTrackPositions
  0x1549a966, // Info
]);

/**
 * @typedef {object} WalkedElement
 * @property {number} id
 * @property {number} start Offset of the first octet of its ID.
 * @property {number} bodyStart
 * @property {number} bodyEnd `Infinity` where the size is unknown.
 */

/**
 * All elements in the order of the octets, masters before their children.
 *
 * @param {Uint8Array} octets
 * @returns {Generator<WalkedElement>}
 */
export function* walk(octets) {
  let at = 0;
  while (at < octets.length) {
    const idWidth = vintWidth(octets, at);
    const sizeWidth = vintWidth(octets, at + idWidth);
    const id = unsigned(octets, at, at + idWidth);
    const size = vintValue(octets, at + idWidth, sizeWidth);
    const bodyStart = at + idWidth + sizeWidth;
    const bodyEnd = size === 2 ** (7 * sizeWidth) - 1 ? Infinity : bodyStart + size;
    yield { id, start: at, bodyStart, bodyEnd };
    at = MASTERS.has(id) ? bodyStart : bodyEnd;
  }
}

/**
 * A big-endian number. Exact up to 2^53; beyond, near enough to tell an unknown size.
 *
 * @param {Uint8Array} octets
 * @param {number} start
 * @param {number} end
 */
export function unsigned(octets, start, end) {
  let value = 0;
  for (let at = start; at < end; at++) value = value * 256 + (octets[at] ?? 0);
  return value;
}

/**
 * Without its marker, which would cost the precision of the last octet in a VINT of eight.
 *
 * @param {Uint8Array} octets
 * @param {number} at
 * @param {number} width
 */
function vintValue(octets, at, width) {
  const first = (octets[at] ?? 0) & (0xff >> width);
  return first * 256 ** (width - 1) + unsigned(octets, at + 1, at + width);
}

/**
 * @param {Uint8Array} octets
 * @param {number} at
 */
function vintWidth(octets, at) {
  return Math.clz32(octets[at] ?? 0) - 23;
}
