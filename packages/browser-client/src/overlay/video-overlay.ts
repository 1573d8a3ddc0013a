import type { DetectionsMessage } from '@webm-reassembler/protocol';
import { canvasSize, pictureRect, readObjectFit } from './geometry.js';
import { LiveBoxes } from './live-boxes.js';
import { mediaZeroMs } from './media-clock.js';
import { DEFAULT_BOX_STYLE, paintScene, type BoxStyle } from './painter.js';
import { DEFAULT_FADING, EMPTY_SCENE, type Fading, type Scene } from './scene.js';
import type { DetectionTimeline } from './timeline.js';

/** What to draw on, and how. */
export interface VideoOverlayOptions {
  readonly video: HTMLVideoElement;
  /** Laid exactly over the video by the page's CSS. Its pixel size is set here. */
  readonly canvas: HTMLCanvasElement;
  /**
   * Whether the page shows the video mirrored, as people expect of themselves.
   *
   * @defaultValue false
   */
  readonly mirrored?: boolean;
  readonly style?: Partial<BoxStyle>;
  readonly fading?: Fading;
}

/** Where the boxes come from: straight from the server for a live picture, or a timeline for a recording. */
type Source =
  | { readonly kind: 'none' }
  | { readonly kind: 'live'; readonly boxes: LiveBoxes }
  | {
      readonly kind: 'timeline';
      readonly timeline: DetectionTimeline;
      readonly startMs: number;
      /** Place of media time 0, once the first picture has told it. */
      zeroMs?: number;
    };

/**
 * Draws boxes and scores on a canvas over a `<video>`, in time with it. Follows resizes, `object-fit` and the screen's
 * pixel density. Draws once per frame of the screen while there is something to draw. Call `close()` when done.
 *
 * @example
 * ```ts
 * const overlay = new VideoOverlay({ video, canvas, mirrored: true });
 * upload = new Upload({ ..., onMessage: (message) => message.type === 'detections' && overlay.showLive(message) });
 * ```
 */
export class VideoOverlay {
  readonly #video: HTMLVideoElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #style: BoxStyle;
  readonly #fading: Fading;
  #source: Source = { kind: 'none' };
  #mirrored: boolean;
  #closed = false;
  #painted = false;
  /** There while something is shown: an idle page must not keep a phone awake. */
  #animationFrame: number | undefined;
  #cancelFrameClock: () => void = () => undefined;
  /** Media time of the picture that is on the screen, where the browser tells; `currentTime` runs ahead of it. */
  #presentedMediaTime: number | undefined;

  constructor(options: VideoOverlayOptions) {
    this.#video = options.video;
    this.#canvas = options.canvas;
    this.#style = { ...DEFAULT_BOX_STYLE, ...options.style };
    this.#fading = options.fading ?? DEFAULT_FADING;
    this.#mirrored = options.mirrored ?? false;
    this.#followFrames();
  }

  /** Whether the page shows the video mirrored. */
  set mirrored(mirrored: boolean) {
    this.#mirrored = mirrored;
  }

  /**
   * Shows what was just found in a live picture, moved on for up to 100 ms as it moved before, until the next is shown
   * or it has faded.
   *
   * @param ageMs how old the picture is that was analysed, in ms, where the page knows; without it boxes move on from
   * the moment they come
   */
  showLive(message: DetectionsMessage, ageMs = 0): void {
    const boxes = this.#source.kind === 'live' ? this.#source.boxes : new LiveBoxes(this.#fading);
    boxes.add(message, ageMs, performance.now());
    this.#source = { kind: 'live', boxes };
    this.#wake();
  }

  /**
   * Follows the clock of a recording.
   *
   * Call it right after the video got its source.
   *
   * @param startMs the file's first timestamp, in ms; 0 for a recording of the whole
   */
  follow(timeline: DetectionTimeline, startMs = 0): void {
    this.#presentedMediaTime = undefined;
    this.#source = { kind: 'timeline', timeline, startMs };
    this.#wake();
  }

  /** Takes all boxes away. */
  clear(): void {
    this.#source = { kind: 'none' };
    this.#paint(EMPTY_SCENE);
  }

  /** Stops drawing and leaves the canvas empty. */
  close(): void {
    this.#closed = true;
    if (this.#animationFrame !== undefined) cancelAnimationFrame(this.#animationFrame);
    this.#cancelFrameClock();
    this.#paint(EMPTY_SCENE);
  }

  readonly #draw = (): void => {
    this.#animationFrame = undefined;
    const scene = this.#scene();
    this.#paint(scene);
    // Boxes that have faded do not come back; on a timeline they do.
    if (this.#source.kind === 'live' && scene.opacity === 0) this.#source = { kind: 'none' };
    if (this.#source.kind !== 'none') this.#wake();
  };

  #wake(): void {
    if (this.#closed) return;
    this.#animationFrame ??= requestAnimationFrame(this.#draw);
  }

  #scene(): Scene {
    switch (this.#source.kind) {
      case 'none':
        return EMPTY_SCENE;
      case 'live':
        return this.#source.boxes.at(performance.now());
      case 'timeline': {
        if (this.#video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return EMPTY_SCENE;
        const mediaTimeMs = (this.#presentedMediaTime ?? this.#video.currentTime) * 1000;
        this.#source.zeroMs ??= mediaZeroMs(mediaTimeMs, this.#source.startMs);
        return this.#source.timeline.at(this.#source.zeroMs + mediaTimeMs, this.#fading);
      }
      default:
        return this.#source satisfies never;
    }
  }

  #paint(scene: Scene): void {
    const empty = scene.detections.length === 0;
    if (empty && !this.#painted) return;
    const context = this.#canvas.getContext('2d');
    if (context === null) return;
    const element = { width: this.#canvas.clientWidth, height: this.#canvas.clientHeight };
    const pixels = canvasSize(element, devicePixelRatio);
    if (this.#canvas.width !== pixels.width) this.#canvas.width = pixels.width;
    if (this.#canvas.height !== pixels.height) this.#canvas.height = pixels.height;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, element.width, element.height);
    this.#painted = !empty;
    if (empty) return;
    const picture = pictureRect(
      element,
      this.#videoSize(scene),
      readObjectFit(getComputedStyle(this.#video).objectFit),
    );
    paintScene(context, scene, picture, this.#mirrored, this.#style);
  }

  /** The video's own size where it has one: after a resize the boxes of the old size would be off. */
  #videoSize(scene: Scene): { readonly width: number; readonly height: number } {
    const { videoWidth, videoHeight } = this.#video;
    return videoWidth > 0 ? { width: videoWidth, height: videoHeight } : scene.video;
  }

  #followFrames(): void {
    if (!('requestVideoFrameCallback' in this.#video)) return;
    const onFrame = (_now: number, { mediaTime }: VideoFrameCallbackMetadata): void => {
      this.#presentedMediaTime = mediaTime;
      handle = this.#video.requestVideoFrameCallback(onFrame);
    };
    let handle = this.#video.requestVideoFrameCallback(onFrame);
    this.#cancelFrameClock = () => this.#video.cancelVideoFrameCallback(handle);
  }
}
