/** A Cluster without blocks: it ends the open one, whose last frame players hold back until they know what follows. */
const EMPTY_CLUSTER = Uint8Array.of(0x1f, 0x43, 0xb6, 0x75, 0x83, 0xe7, 0x81, 0x00);
/** How long it may stand at a hole before it jumps. */
const HOLE_PATIENCE_MS = 200;
/**
 * How long it may stand amid what is buffered before it is told to go on, at the usual pace. Chromium's player runs out of
 * decoded frames at eight times the pace where others use the machine, and then does not always go on by itself.
 */
const STANDSTILL_PATIENCE_MS = 10_000;

/** A late viewer: a video element fed through MediaSource, which keeps an account of what it shows. */
export class Viewer {
  readonly video: HTMLVideoElement;
  /** `mediaTime` of each frame that was presented, in ms. */
  readonly shownMs: number[] = [];
  /** How often it stood still and had to be told to go on. */
  standstills = 0;
  readonly #source: MediaSource;
  readonly #buffer: SourceBuffer;

  private constructor(video: HTMLVideoElement, source: MediaSource, buffer: SourceBuffer) {
    this.video = video;
    this.#source = source;
    this.#buffer = buffer;
    this.#countFrames();
  }

  static async open(mimeType: string): Promise<Viewer> {
    const video = Object.assign(document.createElement('video'), { muted: true, width: 160 });
    document.body.append(video);
    const source = new MediaSource();
    video.src = URL.createObjectURL(source);
    await once(source, 'sourceopen');
    return new Viewer(video, source, source.addSourceBuffer(mimeType));
  }

  get bufferedMs(): readonly (readonly [start: number, end: number])[] {
    const { buffered } = this.#buffer;
    return Array.from({ length: buffered.length }, (_, index) => [
      buffered.start(index) * 1000,
      buffered.end(index) * 1000,
    ]);
  }

  async append(octets: Uint8Array<ArrayBuffer>): Promise<void> {
    if (octets.length === 0) return;
    const appended = once(this.#buffer, 'updateend');
    this.#buffer.appendBuffer(octets);
    await appended;
    this.#throwProblem();
  }

  /** Plays from the start of what is buffered, at `rate` times the pace, as soon as there is enough. */
  playFromStart(rate: number): void {
    const [first] = this.bufferedMs;
    this.video.currentTime = (first?.[0] ?? 0) / 1000;
    this.video.playbackRate = rate;
    // Not waited for: it may take more to begin than has been appended. What fails shows in the end, as a stall.
    this.video.play().catch(() => undefined);
  }

  /** Says that there is no more, and waits until all is played. @throws Error where it stalls for `patienceMs` */
  async playToEnd(patienceMs: number): Promise<void> {
    await this.append(EMPTY_CLUSTER);
    this.#source.endOfStream();
    let lastMoveMs = performance.now();
    let lastTime = this.video.currentTime;
    let toldMs = lastMoveMs;
    // Chromium's VP9 now and then stands at the very end without saying that it has ended.
    while (!this.video.ended && this.video.currentTime * 1000 < (this.bufferedMs.at(-1)?.[1] ?? Infinity) - 50) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      this.#throwProblem();
      if (this.video.currentTime !== lastTime) lastMoveMs = performance.now();
      lastTime = this.video.currentTime;
      if (performance.now() - lastMoveMs > HOLE_PATIENCE_MS) this.#jumpHole();
      if (performance.now() - Math.max(lastMoveMs, toldMs) > STANDSTILL_PATIENCE_MS && this.#goOn())
        toldMs = performance.now();
      if (performance.now() - lastMoveMs > patienceMs) throw new Error(`stalled at ${lastTime} s`);
    }
  }

  close(): void {
    this.video.pause();
    URL.revokeObjectURL(this.video.src);
    this.video.removeAttribute('src');
    this.video.load();
    this.video.remove();
  }

  /**
   * Players jump what is not there: the time in which a recorder was stopped, before it was started again. It may stand
   * before the very end of the range, as the last of the sound is not enough to go on with.
   */
  #jumpHole(): void {
    const atMs = this.video.currentTime * 1000;
    const next = this.bufferedMs.find(([start]) => start > atMs);
    if (this.video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA && next !== undefined)
      this.video.currentTime = next[0] / 1000;
  }

  /** Plays on from where it stands. At an end of what is buffered, where a fault would show, it does not. */
  #goOn(): boolean {
    const { video } = this;
    const atMs = video.currentTime * 1000;
    if (video.seeking || !this.bufferedMs.some(([start, end]) => start <= atMs && atMs < end - 500)) return false;
    this.standstills += 1;
    video.playbackRate = 1;
    video.currentTime = atMs / 1000;
    return true;
  }

  #countFrames(): void {
    this.video.requestVideoFrameCallback((_, { mediaTime }) => {
      this.shownMs.push(mediaTime * 1000);
      this.#countFrames();
    });
  }

  #throwProblem(): void {
    const { error } = this.video;
    if (error !== null) throw new Error(`media error ${error.code}: ${error.message}`);
  }
}

function once(target: EventTarget, event: string): Promise<unknown> {
  return new Promise((resolve) => target.addEventListener(event, resolve, { once: true }));
}
