import type { Frame } from '../../frames/frame.js';
import { isBlank, likenessOf, type PictureLikeness, type PictureSignature, signatureOf } from './picture-signature.js';

/**
 * Both must be lost in a cut. In the fixtures, at 10 and at 2 frames a second, cuts have shapes of at most 0.30 and
 * colours of at most 0.65; a panning camera comes down to 0.15 in its shapes, and keeps 0.88 of its colours.
 */
const CUT: PictureLikeness = { shapes: 0.5, colours: 0.75 };

/** Scenes that are remembered: a hand in front of the lens, or a film that goes to and fro between cameras. */
const REMEMBERED = 4;

interface Scene {
  readonly number: number;
  readonly signature: PictureSignature;
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

  /** @returns the number of the scene that the frame belongs to: a new one after a cut, an old one after a cut back to it */
  sceneOf(frame: Pick<Frame, 'width' | 'height' | 'pixels'>): number {
    const signature = signatureOf(frame);
    // Nothing to be seen is no other scene: what comes behind it is compared with what was before it.
    if (isBlank(signature)) return this.#scenes[0]?.number ?? 0;
    const scene = this.#scenes.find((known) => !isCut(likenessOf(known.signature, signature)));
    const number = scene?.number ?? this.#newScene();
    const others = this.#scenes.filter((known) => known !== scene);
    this.#scenes = [{ number, signature }, ...others].slice(0, REMEMBERED);
    return number;
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
