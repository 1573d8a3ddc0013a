import { isWellInPicture, pairedByFrame } from './score.mjs';

/**
 * @import { ScoredFrame } from './score.mjs'
 * @import { TrueFace } from './truth.mjs'
 *
 * @typedef {ReadonlyMap<number, readonly TrueFace[]>} FacesByTime Of all frames, by timestamp.
 *
 * @typedef {object} HeadCount `counted` is `there - notCounted + secondNumbers + brief + nobody`.
 * @property {number} there Persons who are well in the picture for half a second or more.
 * @property {number} counted Numbers that the tracker gave.
 * @property {number} notCounted Persons who got no number of their own.
 * @property {number} secondNumbers Numbers beyond the first of their person.
 * @property {number} brief Numbers of persons who are there for less than half a second.
 * @property {number} nobody Numbers that were never on a face.
 * @property {number} passedOn Numbers that were on two persons.
 */

/** Who is well in the picture for less is not looked for: at two frames a second nobody could be seen twice. */
const LEAST_STAY_MS = 500;

/**
 * Faces counted against faces that are there. A number is the person's who bears it most.
 *
 * @param {FacesByTime} faces
 * @param {readonly ScoredFrame[]} frames
 * @param {number} counted
 * @returns {HeadCount}
 */
export function headCount(faces, frames, counted) {
  const owners = ownersOf(frames);
  const there = stays(faces);
  const owned = [...owners.values()].map(({ person }) => person);
  const persons = new Set(owned);
  return {
    there: there.size,
    counted,
    notCounted: [...there].filter((person) => !persons.has(person)).length,
    secondNumbers: owned.length - persons.size,
    brief: [...persons].filter((person) => !there.has(person)).length,
    nobody: counted - owners.size,
    passedOn: [...owners.values()].filter(({ others }) => others > 0).length,
  };
}

/**
 * Persons who are well in the picture for long enough.
 *
 * @param {FacesByTime} faces
 * @returns {ReadonlySet<string>}
 */
function stays(faces) {
  /** @type {Map<string, { fromMs: number, toMs: number }>} */
  const times = new Map();
  for (const [timestampMs, among] of faces) {
    for (const { person } of among.filter(isWellInPicture)) {
      times.set(person, { fromMs: times.get(person)?.fromMs ?? timestampMs, toMs: timestampMs });
    }
  }
  return new Set([...times].filter(([, { fromMs, toMs }]) => toMs - fromMs >= LEAST_STAY_MS).map(([person]) => person));
}

/** @param {readonly ScoredFrame[]} frames */
function ownersOf(frames) {
  /** @type {Map<number, Map<string, number>>} */
  const bearers = new Map();
  for (const { face, faceId } of pairedByFrame(frames).flat()) {
    const persons = bearers.get(faceId) ?? /** @type {Map<string, number>} */ (new Map());
    bearers.set(faceId, persons.set(face.person, (persons.get(face.person) ?? 0) + 1));
  }
  return new Map(
    [...bearers].map(([faceId, persons]) => {
      const [[person] = ['']] = [...persons].sort(([, one], [, two]) => two - one);
      return [faceId, { person, others: persons.size - 1 }];
    }),
  );
}
