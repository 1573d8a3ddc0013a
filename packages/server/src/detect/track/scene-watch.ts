import type { Frame } from '../../frames/frame.js';
import { findPicture, type PictureShift } from './picture-shift.js';
import { isBlank, likenessOf, type PictureLikeness, type PictureSignature, signatureOf } from './picture-signature.js';

/**
 * Both must be lost in a cut. In the fixtures, at 10 and at 2 frames a second, cuts have shapes of at most 0.30 and
 * colours of at most 0.65; a panning camera comes down to 0.15 in its shapes, and keeps 0.88 of its colours.
 */
const CUT: PictureLikeness = { shapes: 0.5, colours: 0.75 };

/** Scenes that are remembered: a hand in front of the lens, or a film that goes to and fro between cameras. */
const REMEMBERED = 4;

/** Ratio of the shapes above which a picture is of another shape; less is the rounding of a scaled one. */
const OTHER_SHAPE = 1.02;

/**
 * From what fit, and what share of common colours, a picture was found again in another shape. Of pieces cut out of the
 * fixtures' pictures in seven ways, 95 % are found so in the picture of up to half a second before, and 0.15 % in those of
 * other scenes.
 */
const FOUND_AGAIN = { fit: 0.8, colours: 0.65 };

interface Scene {
  readonly number: number;
  readonly signature: PictureSignature;
}

/** What a frame shows. */
export interface SeenScene {
  /** Number of the scene: a new one after a cut, an old one after a cut back to it. */
  readonly scene: number;
  /** Where that is which was in the scene before, if the picture has got another shape since and was found again in it. */
  readonly shift?: PictureShift;
}

/**
 * Tells by the frames when the picture has changed to another: what is at the same place then is somebody else.
 *
 * A cut between two pictures of much the same shapes, or much the same colours, goes unnoticed.
 */
export class SceneWatch {
  /** The scene that goes on comes first. */
  #scenes: readonly Scene[] = [];
  #newest = 0;

  /** @param frame the next one of the stream */
  see(frame: Pick<Frame, 'width' | 'height' | 'pixels'>): SeenScene {
    const signature = signatureOf(frame);
    const [current] = this.#scenes;
    // Nothing to be seen is no other scene: what comes behind it is compared with what was before it.
    if (isBlank(signature)) return { scene: current?.number ?? 0 };
    const shift = current && shiftBetween(current.signature, signature);
    const scene = shift === undefined ? this.#likeScene(signature) : current;
    const number = scene?.number ?? this.#newScene();
    const others = this.#scenes.filter((known) => known !== scene);
    this.#scenes = [{ number, signature }, ...others].slice(0, REMEMBERED);
    return shift === undefined ? { scene: number } : { scene: number, shift };
  }

  #likeScene(signature: PictureSignature): Scene | undefined {
    return this.#scenes.find((known) => !isCut(likenessOf(known.signature, signature)));
  }

  #newScene(): number {
    const number = this.#newest;
    this.#newest += 1;
    return number;
  }
}

function isCut({ shapes, colours }: PictureLikeness): boolean {
  return shapes < CUT.shapes && colours < CUT.colours;
}

/** `undefined` where the shape is the same, or what was seen is not found again. */
function shiftBetween(before: PictureSignature, after: PictureSignature): PictureShift | undefined {
  const ratio = before.shape / after.shape;
  if (Math.max(ratio, 1 / ratio) < OTHER_SHAPE) return undefined;
  if (likenessOf(before, after).colours < FOUND_AGAIN.colours) return undefined;
  const { shift, fit } = findPicture(before, after);
  return fit < FOUND_AGAIN.fit ? undefined : shift;
}
