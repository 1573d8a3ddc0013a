import type { Gap, GapCode, UntoldGap } from './outputs.js';

interface Opened {
  readonly code: GapCode;
  readonly startOctet: number;
  readonly endOctet: number | undefined;
  readonly missingSequences: Gap['missingSequences'];
}

/** The gap whose end has not been seen, if there is one: what is lost in a row is one gap. */
export class OpenGap {
  #opened: Opened | undefined;

  /** Octets are missing or unreadable from here on; within an open gap, that is more of the same. */
  open(code: GapCode, startOctet: number, missingSequences: Gap['missingSequences']): void {
    this.#opened = { ...(this.#opened ?? { code, startOctet, missingSequences }), endOctet: undefined };
  }

  /** Reading goes on at `offset`; the gap ends with the first block that comes of it. */
  resumeAt(offset: number): void {
    if (this.#opened !== undefined) this.#opened = { ...this.#opened, endOctet: offset };
  }

  /** What did not look like WebM turned out to be a recording without its beginning. */
  beginsRecording(): void {
    if (this.#opened?.code === 'not-webm') this.#opened = { ...this.#opened, code: 'missing-header' };
  }

  /** Closes the gap, if one is open. @param startMs - the newest time before it @param endMs - the first time behind it */
  close(startMs: number | undefined, endMs: number | undefined): UntoldGap | undefined {
    const opened = this.#opened;
    if (opened === undefined) return undefined;
    this.#opened = undefined;
    return {
      kind: 'gap',
      code: opened.code,
      startOctet: opened.startOctet,
      endOctet: opened.endOctet ?? opened.startOctet,
      droppedBlocks: 0,
      ...(startMs === undefined ? {} : { startMs: Math.min(startMs, endMs ?? Infinity) }),
      ...(endMs === undefined ? {} : { endMs }),
      ...(opened.missingSequences === undefined ? {} : { missingSequences: opened.missingSequences }),
    };
  }
}
