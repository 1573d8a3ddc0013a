/**
 * How well faces kept their numbers, in the field's terms.
 *
 * MOTA, misses, false boxes and switches: K. Bernardin and R. Stiefelhagen, Evaluating Multiple Object Tracking
 * Performance: The CLEAR MOT Metrics, 2008, section 2. IDF1: E. Ristani and others, Performance Measures and a Data Set
 * for Multi-Target, Multi-Camera Tracking, 2016, section 3. As in their reference implementations (TrackEval), what is
 * hardly in the picture is neither missed nor false.
 *
 * | who is there and numbered | comes to                                                                     |
 * |---------------------------|------------------------------------------------------------------------------|
 * | a person, no number       | a miss, in this frame                                                        |
 * | a number, no person       | a false box, in this frame                                                   |
 * | both, another number      | a switch; a second number, where that one was nobody's before                |
 * | both, another person      | a switch; the number is passed on                                            |
 */
import { munkres } from 'munkres';

/**
 * @import { Box } from '@webm-reassembler/protocol'
 * @import { TrueFace } from './truth.mjs'
 *
 * @typedef {{ readonly box: Box, readonly faceId: number | undefined }} FoundFace
 * @typedef {{ readonly timestampMs: number, readonly faces: readonly TrueFace[], readonly found: readonly FoundFace[] }} ScoredFrame
 * @typedef {{ readonly face: TrueFace, readonly faceId: number }} Pair
 *
 * @typedef {object} Score
 * @property {number} faces Faces in frames: what there was to find.
 * @property {number} boxes Numbered boxes, without those on faces that are hardly in the picture.
 * @property {number} seen Of the faces, those with any box, numbered or not.
 * @property {number} missed Of the faces, those without a numbered box.
 * @property {number} falseBoxes
 * @property {number} switches
 * @property {number} gaps Times that a face was in the picture without a numbered box, and then had one again.
 * @property {number} bridged Of the gaps, those after which it had the same number.
 * @property {number} identified Boxes that bear the one number that goes best with their person (IDTP).
 */

/** A box is of the face that it overlaps by that much: TinyFaceDetector draws wider boxes than the SSD of the truth. */
const SAME_FACE = 0.3;
/** A face of which less is in the picture may be found or not. */
const WELL_IN_PICTURE = 0.8;
/** Dearer than any overlap: who has a number keeps it while that is possible (CLEAR MOT, step 1). */
const CONTINUITY = 1000;

/** @param {TrueFace} face */
export function isWellInPicture({ visible }) {
  return visible >= WELL_IN_PICTURE;
}

/**
 * Who bears which number in each frame.
 *
 * @param {readonly ScoredFrame[]} frames
 * @returns {readonly (readonly Pair[])[]}
 */
export function pairedByFrame(frames) {
  /** @type {Map<string, number>} */
  const last = new Map();
  return frames.map(({ faces, found }) => {
    const numbered = withNumbers(found);
    const weights = faces.map(({ person, box }) =>
      numbered.map((other) => {
        const common = overlap(box, other.box);
        return common < SAME_FACE ? 0 : common + (last.get(person) === other.faceId ? CONTINUITY : 0);
      }),
    );
    const pairs = heaviest(weights).flatMap(([one, two]) => {
      const [face, other] = [faces[one], numbered[two]];
      return face === undefined || other === undefined ? [] : [{ face, faceId: other.faceId }];
    });
    for (const { face, faceId } of pairs) last.set(face.person, faceId);
    return pairs;
  });
}

/**
 * @param {readonly ScoredFrame[]} frames
 * @returns {Score}
 */
export function scoreOf(frames) {
  const pairs = pairedByFrame(frames);
  const well = pairs.map((inFrame) => inFrame.filter(({ face }) => isWellInPicture(face)));
  const faces = frames.map((frame) => frame.faces.filter(isWellInPicture));
  const boxes = frames.map(({ found }, index) => {
    const partial = new Set(
      (pairs[index] ?? []).filter(({ face }) => !isWellInPicture(face)).map(({ faceId }) => faceId),
    );
    return withNumbers(found).filter(({ faceId }) => !partial.has(faceId));
  });
  const seen = faces.map((among, index) => {
    const found = frames[index]?.found ?? [];
    return heaviest(among.map((face) => found.map(({ box }) => atLeast(overlap(face.box, box))))).length;
  });
  const paired = count(well);
  return {
    faces: count(faces),
    boxes: count(boxes),
    seen: seen.reduce((sum, number) => sum + number, 0),
    missed: count(faces) - paired,
    falseBoxes: count(boxes) - paired,
    switches: switchesIn(pairs),
    ...gapsIn(faces, pairs),
    identified: identified(faces, boxes),
  };
}

/** Multiple object tracking accuracy: 1 where nothing is wrong; below 0 where more is wrong than there is. @param {Score} score */
export function mota({ faces, missed, falseBoxes, switches }) {
  return 1 - (missed + falseBoxes + switches) / faces;
}

/** The share of faces and boxes that bear the right number all along, 0 to 1. @param {Score} score */
export function idf1({ faces, boxes, identified }) {
  return (2 * identified) / (faces + boxes);
}

/** @param {readonly (readonly Pair[])[]} pairs */
function switchesIn(pairs) {
  /** @type {Map<string, number>} */
  const last = new Map();
  let switches = 0;
  for (const { face, faceId } of pairs.flat()) {
    const before = last.get(face.person);
    if (before !== undefined && before !== faceId) switches += 1;
    last.set(face.person, faceId);
  }
  return switches;
}

/**
 * What CLEAR MOT's successors count as fragmentations, and how many of them the tracker has bridged.
 *
 * @param {readonly (readonly TrueFace[])[]} faces Of each frame.
 * @param {readonly (readonly Pair[])[]} pairs Of each frame.
 */
function gapsIn(faces, pairs) {
  /** @type {Map<string, { faceId: number, isMissed: boolean }>} */
  const last = new Map();
  let gaps = 0;
  let bridged = 0;
  for (const [index, among] of faces.entries()) {
    for (const { person } of among) {
      const faceId = pairs[index]?.find(({ face }) => face.person === person)?.faceId;
      const before = last.get(person);
      if (faceId === undefined) {
        if (before !== undefined) last.set(person, { ...before, isMissed: true });
        continue;
      }
      if (before?.isMissed === true) gaps += 1;
      if (before?.isMissed === true && before.faceId === faceId) bridged += 1;
      last.set(person, { faceId, isMissed: false });
    }
  }
  return { gaps, bridged };
}

/**
 * Each person is given the one number, and each number the one person, that makes most boxes right in the whole.
 *
 * @param {readonly (readonly TrueFace[])[]} faces Of each frame.
 * @param {readonly (readonly { readonly box: Box, readonly faceId: number }[])[]} boxes Of each frame.
 */
function identified(faces, boxes) {
  const persons = [...new Set(faces.flat().map(({ person }) => person))];
  const numbers = [...new Set(boxes.flat().map(({ faceId }) => faceId))];
  const together = persons.map((person) =>
    numbers.map((number) => {
      const frames = faces.filter((among, index) => {
        const face = among.find((candidate) => candidate.person === person);
        const box = boxes[index]?.find((candidate) => candidate.faceId === number);
        return face !== undefined && box !== undefined && overlap(face.box, box.box) >= SAME_FACE;
      });
      return frames.length;
    }),
  );
  return heaviest(together).reduce((sum, [one, two]) => sum + (together[one]?.[two] ?? 0), 0);
}

/**
 * The pairs of the largest total weight; those that weigh nothing are left out.
 *
 * @param {readonly (readonly number[])[]} weights
 * @returns {readonly (readonly [number, number])[]}
 */
function heaviest(weights) {
  if (weights.length === 0 || weights[0]?.length === 0) return [];
  return munkres(weights.map((row) => row.map((weight) => -weight))).filter(
    ([one, two]) => (weights[one]?.[two] ?? 0) > 0,
  );
}

/** @param {readonly FoundFace[]} found */
function withNumbers(found) {
  return found.flatMap(({ box, faceId }) => (faceId === undefined ? [] : [{ box, faceId }]));
}

/** @param {number} common */
function atLeast(common) {
  return common < SAME_FACE ? 0 : common;
}

/** @param {readonly (readonly unknown[])[]} lists */
function count(lists) {
  return lists.reduce((sum, list) => sum + list.length, 0);
}

/**
 * Intersection over union of what is in the picture: of a face that is cut by its edge TinyFaceDetector draws what it sees.
 *
 * @param {Box} first
 * @param {Box} second
 */
function overlap(first, second) {
  const [one, other] = [inPicture(first), inPicture(second)];
  const across = Math.max(0, Math.min(one.right, other.right) - Math.max(one.left, other.left));
  const down = Math.max(0, Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top));
  const common = across * down;
  return common === 0 ? 0 : common / (one.area + other.area - common);
}

/** @param {Box} box */
function inPicture({ x, y, width, height }) {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  const [right, bottom] = [Math.min(1, x + width), Math.min(1, y + height)];
  return { left, top, right, bottom, area: Math.max(0, right - left) * Math.max(0, bottom - top) };
}
