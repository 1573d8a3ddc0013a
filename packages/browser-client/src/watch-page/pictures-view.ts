import { withToken } from '../access/page-access.js';
import { streamPath } from '../page/addresses.js';
import type { WatchElements } from './watch-elements.js';

/** Why pictures are shown one by one in place of video. */
export type PicturesReason = 'codec' | 'still-images';

const HINTS: Readonly<Record<PicturesReason, string>> = {
  codec: 'This browser cannot play the codec of the stream: you see the frames that were analysed.',
  'still-images': 'The publisher sends still images: you see the newest that was analysed.',
};

const UNAVAILABLE =
  'The server sends no pictures. Whoever runs it can install the package canvas there, which draws them.';

/** The analysed frames with their boxes drawn in, one by one, for what MediaSource does not take. */
export class PicturesView {
  readonly #elements: Pick<WatchElements, 'pictures' | 'video' | 'boxes' | 'hint'>;
  readonly #address: string;
  #reason: PicturesReason | undefined;

  constructor(elements: WatchElements, stream: string, token: string | undefined) {
    this.#elements = elements;
    this.#address = withToken(`${streamPath(stream)}/live.mjpeg`, token);
    elements.pictures.addEventListener('error', () => this.#sayThereAreNone());
  }

  /** Why they are shown; `undefined` while the video is. */
  get reason(): PicturesReason | undefined {
    return this.#reason;
  }

  show(reason: PicturesReason): void {
    if (this.#reason === reason) return;
    const { pictures, video, boxes, hint } = this.#elements;
    this.#reason = reason;
    for (const element of [video, boxes]) element.hidden = true;
    pictures.hidden = false;
    pictures.src = this.#address;
    hint.textContent = HINTS[reason];
  }

  /** Back to the video. */
  hide(): void {
    if (this.#reason === undefined) return;
    const { pictures, video, boxes, hint } = this.#elements;
    this.#reason = undefined;
    pictures.hidden = true;
    // Ends the request, which would go on as long as the stream does.
    pictures.removeAttribute('src');
    for (const element of [video, boxes]) element.hidden = false;
    hint.textContent = '';
  }

  #sayThereAreNone(): void {
    if (this.#reason !== undefined) this.#elements.hint.textContent = UNAVAILABLE;
  }
}

/** Whether a stream of this codec, as the server names it, is of still images. */
export function isOfStillImages(videoCodec: string): boolean {
  return videoCodec === 'jpeg' || videoCodec === 'png';
}
