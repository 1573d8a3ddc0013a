import { photographs } from './photographs.mjs';

/**
 * @import { Detection } from '@webm-reassembler/protocol'
 * @import { Detector } from '../../dist/detect/index.js'
 * @import { EngineCase } from './cases.mjs'
 */

/**
 * What one engine took for a frame, and how far it is from the package.
 *
 * @typedef {object} EngineRow
 * @property {string} engine
 * @property {readonly number[]} ms Of each frame.
 * @property {number} edgePixels Largest difference of a box's edge.
 * @property {number} score Largest difference of a score.
 * @property {number} faces
 * @property {number} otherFaces Faces more or fewer than the package finds.
 */

/**
 * Shows each photograph to all engines in turn, so that what the machine does besides hits all alike.
 *
 * @param {EngineCase} engineCase
 * @param {Readonly<Record<string, Detector>>} engines The first is the package, which the others are compared with.
 * @param {(text: string) => void} tell
 * @returns {Promise<readonly EngineRow[]>}
 */
export async function runCase({ title, size, tasks, rounds }, engines, tell) {
  const [width, height] = size;
  const frames = await photographs(width, height);
  const rows = Object.keys(engines).map((engine) => newRow(engine));
  // The first round loads the nets and compiles: it is not measured.
  for (let round = 0; round <= rounds; round += 1) {
    tell(`${title}: ${round === 0 ? 'loading' : `round ${round} of ${rounds}`}`);
    for (const frame of frames) {
      /** @type {readonly Detection[] | undefined} */
      let expected;
      for (const [index, detector] of Object.values(engines).entries()) {
        const startMs = performance.now();
        const found = await detector.detect(frame, tasks, 0);
        const ms = performance.now() - startMs;
        expected ??= found;
        const row = rows[index];
        if (round > 0 && row !== undefined) note(row, { ms, found, expected, width, height });
      }
    }
  }
  return rows;
}

/**
 * @param {string} engine
 * @returns {EngineRow & { ms: number[] }}
 */
function newRow(engine) {
  return { engine, ms: [], edgePixels: 0, score: 0, faces: 0, otherFaces: 0 };
}

/**
 * @param {EngineRow & { ms: number[] }} row
 * @param {{ ms: number, found: readonly Detection[], expected: readonly Detection[], width: number, height: number }} look
 */
function note(row, { ms, found, expected, width, height }) {
  row.ms.push(ms);
  row.faces += found.length;
  row.otherFaces += Math.abs(found.length - expected.length);
  for (const [index, face] of found.entries()) {
    const other = expected[index];
    if (other === undefined) continue;
    row.score = Math.max(row.score, Math.abs(face.score - other.score));
    const [mine, theirs] = [edges(face, width, height), edges(other, width, height)];
    for (const [side, edge] of mine.entries()) {
      row.edgePixels = Math.max(row.edgePixels, Math.abs(edge - (theirs[side] ?? Number.NaN)));
    }
  }
}

/**
 * @param {Detection} detection
 * @param {number} width
 * @param {number} height
 */
function edges({ box }, width, height) {
  return [box.x * width, box.y * height, (box.x + box.width) * width, (box.y + box.height) * height];
}
