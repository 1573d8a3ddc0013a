import { GreyPicture, likeness } from './grey-picture.mjs';
import { FILMS } from './views.mjs';

/**
 * @import { Box } from '@webm-reassembler/protocol'
 * @import { Frame } from '../../dist/frames/frame.js'
 * @import { Area } from './grey-picture.mjs'
 * @import { ShownPhotograph } from './shown-photographs.mjs'
 * @import { View } from './views.mjs'
 *
 * @typedef {object} TrueFace A face that is in the picture, wholly or in part.
 * @property {string} person Who it is, on which visit: who comes back after a while counts again.
 * @property {Box} box In shares of the frame; reaches beyond it where the face does.
 * @property {number} visible Share of the box that is in the picture.
 *
 * @typedef {{ readonly view: View, readonly fit: number }} Place Where in the photographs a frame is, and how like it is.
 *
 * @typedef {object} Truth
 * @property {ReadonlyMap<number, readonly TrueFace[]>} faces Of each frame, by its timestamp.
 * @property {number} worstFit Likeness of the frame that is least like its view.
 * @property {number} durationMs
 */

/** A frame is nearer to 1 than that to its own view, and farther away from the views of all other photographs. */
const LEAST_FIT = 0.97;
/** As long as a face may be unseen before it has left; it is a new visit after that. */
const ABSENT_MS = 1500;
/** Who has less of the face in the picture than that is on the way out. */
const THERE = 0.5;

/** Finds frames of one recording in the photographs. */
export class FrameFinder {
  #photographs;
  #film;
  /** By size of the frame. @type {Map<string, readonly { view: View, thumbnail: Float64Array }[]>} */
  #views = new Map();

  /**
   * @param {readonly ShownPhotograph[]} photographs
   * @param {string} film One of FILMS.
   */
  constructor(photographs, film) {
    this.#photographs = photographs;
    this.#film = FILMS[film];
  }

  /**
   * @param {Frame} frame
   * @returns {Place | undefined} Nothing where there is nothing to be seen: a canvas is cleared when it gets another size.
   */
  find(frame) {
    const picture = new GreyPicture(frame);
    const thumbnail = picture.thumbnail(picture.whole);
    if (thumbnail.every((cell) => cell === 0)) return undefined;
    let best = { view: /** @type {View | undefined} */ (undefined), fit: -1 };
    for (const candidate of this.#viewsFor(frame)) {
      const fit = likeness(candidate.thumbnail, thumbnail);
      if (fit > best.fit) best = { view: candidate.view, fit };
    }
    const { view, fit } = best;
    if (view === undefined) throw new Error('there is no view to compare with');
    return { view, fit };
  }

  /** @param {Frame} frame */
  #viewsFor({ width, height }) {
    const size = `${width}x${height}`;
    const known = this.#views.get(size);
    if (known !== undefined) return known;
    const greys = this.#photographs.map(({ grey }) => grey);
    const views = (this.#film?.(greys, { width, height }) ?? []).flatMap((view) => {
      const grey = greys[view.photograph];
      return grey === undefined ? [] : [{ view, thumbnail: grey.thumbnail(view.area) }];
    });
    this.#views.set(size, views);
    return views;
  }
}

/**
 * The faces of each frame of a recording.
 *
 * @param {readonly ShownPhotograph[]} photographs
 * @param {readonly { readonly timestampMs: number, readonly place: Place | undefined }[]} frames All there are, in order.
 * @returns {Truth}
 */
export function truthOf(photographs, frames) {
  const visits = new Visits();
  const faces = new Map();
  for (const { timestampMs, place } of frames) {
    if (place !== undefined && place.fit < LEAST_FIT)
      throw new Error(`the frame at ${timestampMs} ms is in none of the photographs (${place.fit.toFixed(3)})`);
    faces.set(timestampMs, place === undefined ? [] : facesIn(photographs, place.view, timestampMs, visits));
  }
  const worstFit = Math.min(...frames.map(({ place }) => place?.fit ?? 1));
  return { faces, worstFit, durationMs: (frames.at(-1)?.timestampMs ?? 0) - (frames[0]?.timestampMs ?? 0) };
}

/** Who was there when: the same face is another visit where it was out of the picture for long. */
class Visits {
  /** @type {Map<string, { visit: number, lastMs: number }>} */
  #last = new Map();

  /**
   * @param {string} face
   * @param {number} timestampMs
   * @param {number} visible
   */
  name(face, timestampMs, visible) {
    const last = this.#last.get(face) ?? { visit: 1, lastMs: timestampMs };
    if (visible < THERE) return `${face}, visit ${last.visit}`;
    const visit = timestampMs - last.lastMs > ABSENT_MS ? last.visit + 1 : last.visit;
    this.#last.set(face, { visit, lastMs: timestampMs });
    return `${face}, visit ${visit}`;
  }
}

/**
 * @param {readonly ShownPhotograph[]} photographs
 * @param {View} view
 * @param {number} timestampMs
 * @param {Visits} visits
 * @returns {readonly TrueFace[]}
 */
function facesIn(photographs, view, timestampMs, visits) {
  const { grey, faces } = photographs[view.photograph] ?? { grey: view.area, faces: [] };
  return faces.flatMap((face, index) => {
    const box = seenIn(view.area, {
      x: face.x * grey.width,
      y: face.y * grey.height,
      width: face.width * grey.width,
      height: face.height * grey.height,
    });
    const visible = shareInPicture(box);
    if (visible === 0) return [];
    return [{ person: visits.name(`photograph ${view.photograph} face ${index}`, timestampMs, visible), box, visible }];
  });
}

/**
 * @param {Area} view
 * @param {Area} face
 * @returns {Box}
 */
function seenIn(view, face) {
  return {
    x: (face.x - view.x) / view.width,
    y: (face.y - view.y) / view.height,
    width: face.width / view.width,
    height: face.height / view.height,
  };
}

/** @param {Box} box */
function shareInPicture({ x, y, width, height }) {
  const across = Math.max(0, Math.min(1, x + width) - Math.max(0, x));
  const down = Math.max(0, Math.min(1, y + height) - Math.max(0, y));
  return (across * down) / (width * height);
}
