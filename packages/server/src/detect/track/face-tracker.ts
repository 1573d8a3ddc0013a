/**
 * Gives faces an identity over time: the same face keeps one number, and is counted once.
 *
 * | a face is   | becomes   | when                                                                  |
 * |-------------|-----------|-----------------------------------------------------------------------|
 * | unknown     | tentative | a box is found where none was expected                                |
 * | tentative   | present   | it is found over a time: it gets the next number, and has appeared    |
 * | tentative   | forgotten | it is not found in some frames: most such boxes were no face          |
 * | present     | gone      | it is not found for a time: it has left                               |
 *
 * A box belongs to the face whose place, moved on as it moved before, it overlaps; where the picture gets another shape, the
 * place that it has in that. Nobody is recognised: a face that
 * comes back after it has left gets a new number.
 */
import type { Box } from '@webm-reassembler/protocol';
import { type BoxMotion, movedTo, predictedBox, shiftedBy } from './box-motion.js';
import { matchBoxes } from './match-boxes.js';
import type { SeenScene } from './scene-watch.js';

/** What the tracker needs to know of a detection. */
export interface LocatedFace {
  readonly score: number;
  readonly box: Box;
}

/** A face was seen often enough, and is taken for one from now on. */
export interface FaceAppeared {
  readonly kind: 'appeared';
  readonly faceId: number;
  /** When it was seen first, in ms on the stream's timeline. */
  readonly timestampMs: number;
  readonly score: number;
  readonly box: Box;
}

/** A face has not been seen for {@link FaceTrackerOptions.absentMs}. */
export interface FaceLeft {
  readonly kind: 'left';
  readonly faceId: number;
  /** When it was seen first and last, in ms on the stream's timeline. */
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
}

/** What became of the faces with one analysed frame. */
export interface TrackedFaces {
  /** For each detection, in the order given: the number of its face, or `undefined` while it is not sure to be one. */
  readonly faceIds: readonly (number | undefined)[];
  readonly events: readonly (FaceAppeared | FaceLeft)[];
}

/** How patient the tracker is. */
export interface FaceTrackerOptions {
  /**
   * How long a face may be unseen, in ms of the stream's timeline, before it has left.
   *
   * @defaultValue 1500
   */
  readonly absentMs?: number;
  /**
   * Over how long a box must be found before it is a face, in ms. It must be found in two frames in any case; where frames
   * are near to each other that says little, for they are much the same picture, and a false box is in both.
   *
   * @defaultValue 150
   */
  readonly tentativeMs?: number;
}

interface Track {
  readonly faceId: number | undefined;
  readonly motion: BoxMotion;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  /** Analysed frames since it was seen: where few are analysed, time alone would lose a face at the first miss. */
  readonly misses: number;
  /** The scene in which it was seen last: in another one somebody else is at its place. */
  readonly scene: number;
}

const FEWEST_MISSES = 2;

/** The faces of one stream. */
export class FaceTracker {
  readonly #absentMs: number;
  readonly #tentativeMs: number;
  #tracks: readonly Track[] = [];
  #counted = 0;

  constructor({ absentMs = 1500, tentativeMs = 150 }: FaceTrackerOptions = {}) {
    this.#absentMs = absentMs;
    this.#tentativeMs = tentativeMs;
  }

  /** Faces that have appeared so far, each counted once. */
  get counted(): number {
    return this.#counted;
  }

  /** The numbers up to this one were given to faces by another process: the next face gets the next number. */
  countFrom(counted: number): void {
    this.#counted = counted;
  }

  /** Faces that are there now. */
  get present(): number {
    return this.#tracks.filter((track) => track.faceId !== undefined).length;
  }

  /**
   * @param timestampMs later than at any call before
   * @param seen the scene, see `SceneWatch`: after a cut all faces are others, after a cut back they are the same; in a
   * picture of another shape they are where the shift has them
   */
  update(timestampMs: number, faces: readonly LocatedFace[], seen: SeenScene = { scene: 0 }): TrackedFaces {
    const events: (FaceAppeared | FaceLeft)[] = [];
    const { scene } = seen;
    const before = this.#tracks.map((track) => inNewShape(track, seen));
    const inScene = before.filter((track) => track.scene === scene);
    const matched = matchBoxes(
      inScene.map((track) => predictedBox(track.motion, timestampMs - track.lastSeenMs)),
      faces.map((face) => face.box),
    );
    const faceIds: (number | undefined)[] = faces.map(() => undefined);
    const tracks: Track[] = [];
    for (const track of before) {
      const found = matched.get(inScene.indexOf(track));
      const face = found === undefined ? undefined : faces[found];
      const next = face === undefined ? missed(track) : this.#seen(track, timestampMs, face, events);
      if (found !== undefined) faceIds[found] = next.faceId;
      if (!this.#isOver(next, timestampMs)) tracks.push(next);
      else if (next.faceId !== undefined) events.push(leftEvent(next, next.faceId));
    }
    const taken = new Set(matched.values());
    const unknown = faces.filter((_, index) => !taken.has(index));
    this.#tracks = [...tracks, ...unknown.map((face) => newTrack(timestampMs, face, scene))];
    return { faceIds, events };
  }

  /** The stream has ended, and with it every face has left. */
  finish(): readonly FaceLeft[] {
    const left = this.#tracks.flatMap((track) => (track.faceId === undefined ? [] : [leftEvent(track, track.faceId)]));
    this.#tracks = [];
    return left;
  }

  #seen(track: Track, timestampMs: number, face: LocatedFace, events: (FaceAppeared | FaceLeft)[]): Track {
    const { score, box } = face;
    const motion = movedTo(track.motion, box, timestampMs - track.lastSeenMs);
    const seen = { ...track, motion, lastSeenMs: timestampMs, misses: 0 };
    if (track.faceId !== undefined || timestampMs - track.firstSeenMs < this.#tentativeMs) return seen;
    this.#counted += 1;
    const faceId = this.#counted;
    events.push({ kind: 'appeared', faceId, timestampMs: track.firstSeenMs, score, box });
    return { ...seen, faceId };
  }

  #isOver(track: Track, timestampMs: number): boolean {
    if (track.misses < FEWEST_MISSES) return false;
    return track.faceId === undefined || timestampMs - track.lastSeenMs > this.#absentMs;
  }
}

function newTrack(timestampMs: number, { box }: LocatedFace, scene: number): Track {
  const motion = { box, xPerMs: 0, yPerMs: 0 };
  return { faceId: undefined, motion, firstSeenMs: timestampMs, lastSeenMs: timestampMs, misses: 0, scene };
}

function inNewShape(track: Track, { scene, shift }: SeenScene): Track {
  return shift === undefined || track.scene !== scene ? track : { ...track, motion: shiftedBy(shift, track.motion) };
}

function missed(track: Track): Track {
  return { ...track, misses: track.misses + 1 };
}

function leftEvent({ firstSeenMs, lastSeenMs }: Track, faceId: number): FaceLeft {
  return { kind: 'left', faceId, firstSeenMs, lastSeenMs };
}
