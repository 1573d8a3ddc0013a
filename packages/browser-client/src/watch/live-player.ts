import { edgeStep, firstPlace, type BufferedRange } from './live-edge.js';
import { isSameShape } from './media-type.js';

export interface LivePlayerEvents {
  /** This browser's MediaSource does not take the type, or there is no MediaSource. */
  readonly onUnsupported: (mimeType: string) => void;
  /** The player has given up; another must begin at the stream's current group of pictures. */
  readonly onBroken: (message: string) => void;
}

type Step =
  | { readonly kind: 'type'; readonly mimeType: string }
  | { readonly kind: 'octets'; readonly octets: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'end' };

/** A Cluster without blocks: it ends the open one, whose last frame players hold back until they know what follows. */
const EMPTY_CLUSTER = Uint8Array.of(0x1f, 0x43, 0xb6, 0x75, 0x83, 0xe7, 0x81, 0x00);
/** How often the player's place is looked at, in ms. */
const LOOK_MS = 250;
/** Played media is kept for so long, and let go of in portions, in s. */
const KEEP_PLAYED = 30;
const LET_GO_PORTION = 10;
/** Octets that may wait for MediaSource; a tab in the background takes nothing at times. */
const MAX_QUEUED_OCTETS = 64 * 1024 * 1024;

/**
 * Plays a live stream in a `<video>` by MediaSource: takes what the server sends as it comes, begins at once, stays near the
 * newest, jumps holes, and goes on where the codec changes.
 */
export class LivePlayer {
  readonly #video: HTMLVideoElement;
  readonly #events: LivePlayerEvents;
  readonly #timer: ReturnType<typeof setInterval>;
  #steps: Step[] = [];
  #queuedOctets = 0;
  #source: MediaSource | undefined;
  #buffer: SourceBuffer | undefined;
  #mimeType = '';
  /** Whether what comes now is of a type that is not taken here. */
  #passesOver = false;
  #hasBegun = false;
  #isClosed = false;
  #lastTime = -1;
  /**
   * How far behind the newest the picture should be, in s: enough for results to come before their picture.
   */
  targetDelay = 1;

  constructor(video: HTMLVideoElement, events: LivePlayerEvents) {
    this.#video = video;
    this.#events = events;
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  /** End of what is buffered, in ms on the stream's timeline. */
  get newestMs(): number | undefined {
    const end = this.#ranges.at(-1)?.end;
    return end === undefined ? undefined : end * 1000;
  }

  /** What comes next is an init segment of this type. */
  setType(mimeType: string): void {
    this.#add({ kind: 'type', mimeType });
  }

  append(octets: ArrayBuffer): void {
    this.#queuedOctets += octets.byteLength;
    if (this.#queuedOctets > MAX_QUEUED_OCTETS) this.#break('the browser takes the stream too slowly');
    else this.#add({ kind: 'octets', octets: new Uint8Array(octets) });
  }

  /** There is no more: what is buffered is played to its end. */
  end(): void {
    this.#add({ kind: 'octets', octets: EMPTY_CLUSTER });
    this.#add({ kind: 'end' });
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#steps = [];
    if (this.#video.src !== '') URL.revokeObjectURL(this.#video.src);
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  get #ranges(): readonly BufferedRange[] {
    const { buffered } = this.#video;
    return Array.from({ length: buffered.length }, (_, index) => ({
      start: buffered.start(index),
      end: buffered.end(index),
    }));
  }

  #add(step: Step): void {
    if (this.#isClosed) return;
    this.#steps.push(step);
    this.#next();
  }

  readonly #next = (): void => {
    if (this.#isClosed || this.#buffer?.updating === true) return;
    if (this.#source !== undefined && this.#source.readyState !== 'open') return;
    const step = this.#steps.shift();
    if (step === undefined) return;
    try {
      this.#take(step);
    } catch (error) {
      this.#retryOrBreak(step, error);
    }
  };

  #take(step: Step): void {
    switch (step.kind) {
      case 'type':
        return this.#changeType(step.mimeType);
      case 'octets':
        return this.#append(step.octets);
      case 'end':
        return this.#source?.endOfStream();
      default:
        step satisfies never;
    }
  }

  #append(octets: Uint8Array<ArrayBuffer>): void {
    if (!this.#passesOver) this.#buffer?.appendBuffer(octets);
    this.#queuedOctets -= octets.length;
    if (this.#passesOver) this.#next();
  }

  #changeType(mimeType: string): void {
    const Source = mediaSourceClass();
    this.#passesOver = Source === undefined || !Source.isTypeSupported(mimeType);
    if (Source === undefined || this.#passesOver) {
      this.#events.onUnsupported(mimeType);
      return this.#next();
    }
    if (this.#buffer === undefined || !isSameShape(this.#mimeType, mimeType)) return this.#openSource(Source, mimeType);
    this.#mimeType = mimeType;
    this.#buffer.changeType(mimeType);
    this.#next();
  }

  /** Another number of tracks needs another MediaSource. */
  #openSource(Source: typeof MediaSource, mimeType: string): void {
    const source = new Source();
    this.#source = source;
    this.#buffer = undefined;
    this.#mimeType = mimeType;
    this.#hasBegun = false;
    source.addEventListener('sourceopen', () => this.#openBuffer(source, mimeType), { once: true });
    if (this.#video.src !== '') URL.revokeObjectURL(this.#video.src);
    // A ManagedMediaSource opens only where the picture cannot be sent to another device.
    this.#video.disableRemotePlayback = true;
    this.#video.src = URL.createObjectURL(source);
  }

  #openBuffer(source: MediaSource, mimeType: string): void {
    if (this.#isClosed || this.#source !== source) return;
    const buffer = source.addSourceBuffer(mimeType);
    buffer.addEventListener('updateend', () => this.#updated());
    this.#buffer = buffer;
    this.#next();
  }

  #updated(): void {
    if (!this.#hasBegun) this.#begin();
    if (!this.#letGoOfPlayed(KEEP_PLAYED)) this.#next();
  }

  #begin(): void {
    const place = firstPlace(this.#ranges, this.targetDelay);
    if (place === undefined) return;
    this.#hasBegun = true;
    this.#video.currentTime = place;
    // Refused only where it is not muted, or the page is hidden; the person's click, or coming back, plays it.
    this.#video.play().catch(() => undefined);
  }

  /** @returns whether something is being removed */
  #letGoOfPlayed(keep: number): boolean {
    const start = this.#ranges[0]?.start;
    const until = this.#video.currentTime - keep;
    if (this.#buffer === undefined || start === undefined || until - start < Math.min(keep, LET_GO_PORTION))
      return false;
    this.#buffer.remove(start, until);
    return true;
  }

  /** A full buffer takes more when something was let go of; whatever else there is cannot be mended here. */
  #retryOrBreak(step: Step, error: unknown): void {
    const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
    if (!isFull || !this.#letGoOfPlayed(1)) return this.#break(String(error));
    this.#steps.unshift(step);
  }

  #break(message: string): void {
    if (!this.#isClosed) this.#events.onBroken(message);
  }

  #look(): void {
    const video = this.#video;
    if (video.error !== null) return this.#break(video.error.message);
    if (!this.#hasBegun || this.#source?.readyState !== 'open' || video.seeking) return;
    const { currentTime } = video;
    const stands = currentTime === this.#lastTime && video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA;
    this.#lastTime = currentTime;
    const step = edgeStep({ currentTime, stands, ranges: this.#ranges, targetDelay: this.targetDelay });
    if (step.kind === 'jump') video.currentTime = step.to;
    else if (video.playbackRate !== step.playbackRate) video.playbackRate = step.playbackRate;
  }
}

/** Safari on iPhones has only the managed kind, which older type definitions do not know. */
function mediaSourceClass(): typeof MediaSource | undefined {
  const host = globalThis as {
    readonly ManagedMediaSource?: typeof MediaSource;
    readonly MediaSource?: typeof MediaSource;
  };
  return host.MediaSource ?? host.ManagedMediaSource;
}
