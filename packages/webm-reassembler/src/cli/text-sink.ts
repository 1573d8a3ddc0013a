import type { Writable } from 'node:stream';
import { errorCode } from './error-code.js';

/** Where a command writes its text. It waits where the reader is slow, so that nothing piles up in memory. */
export interface TextSink {
  write(text: string): Promise<void>;
}

/** What a command has to do with the world besides files. */
export interface Terminal {
  /** Standard output: the result. */
  readonly out: TextSink;
  /** Standard error: what was lost, and what went wrong. */
  readonly err: TextSink;
}

/** A sink for a stream of the process. A reader that goes away (`| head`) is no failure: the rest is left unsaid. */
export function sinkFor(stream: Writable): TextSink {
  let isClosed = false;
  stream.on('error', (error: Error) => {
    if (errorCode(error) !== 'EPIPE') throw error;
    isClosed = true;
  });
  return {
    async write(text) {
      if (isClosed) return;
      // Called when the text is out, and also when it never will be.
      await new Promise<void>((resolve) => stream.write(text, () => resolve()));
    },
  };
}

/** Gathers small texts into larger writes. */
export class BufferedText {
  readonly #sink: TextSink;
  #text = '';

  constructor(sink: TextSink) {
    this.#sink = sink;
  }

  async write(text: string): Promise<void> {
    this.#text += text;
    if (this.#text.length >= 1 << 16) await this.flush();
  }

  async flush(): Promise<void> {
    const text = this.#text;
    this.#text = '';
    if (text !== '') await this.#sink.write(text);
  }
}
