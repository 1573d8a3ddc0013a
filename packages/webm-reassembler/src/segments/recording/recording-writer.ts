/*
 * Outputs of a Reassembler in, writes to a file out: a recording that plays at every moment and can be seeked at the end.
 *
 *   init segment, V* a v    begin 0, append [EBML][Segment ?][room][Info][Tracks], append [Cluster V* a v]
 *   a v a v                 append [Cluster a v a v]              one Cluster for each call; a keyframe opens another
 *   a v V* a                append [Cluster a v][Cluster V* a]
 *   init segment, same but for the picture's size                 (nothing: keyframes say their size themselves)
 *   init segment, another codec                                   append [Cues], patch, finish 0, begin 1, append ...
 *   end                     append [Cues], patch [true size][SeekHead][Duration], finish 1
 *
 * The hard cases: nothing that grows with the recording may be held but its Cues, and these in bounded memory; blocks come
 * one to a segment, and a Cluster for each would cost more than an audio block; the end of the last frame is nowhere said.
 */
import { ReassemblerError } from '../../errors.js';
import type { InitSegment, Output } from '../outputs.js';
import { continuesRecording } from './continues-recording.js';
import { readInitSegment } from './read-init-segment.js';
import { resolveRecordingOptions, type RecordingOptions, type ResolvedRecordingOptions } from './recording-options.js';
import { RecordingPart } from './recording-part.js';
import type { RecordingWrite } from './recording-write.js';

/**
 * Makes a seekable recording of what a {@link Reassembler} returns, in bounded memory. It does no I/O: it says what to
 * write where, and each octet is said once. What was appended so far is a file that plays, also after a crash.
 *
 * A recording usually is one file. Where the codec or the tracks change it goes on in a further one (`begin` again); a
 * change of picture size alone stays in the same.
 *
 * @example
 * ```ts
 * const writer = new RecordingWriter();
 * for (const write of [...writer.add(reassembler.feed(chunk)), ...writer.end()]) {
 *   if (write.kind === 'append' || write.kind === 'patch') await file.write(write.octets, 0, write.octets.length, write.position);
 * }
 * ```
 */
export class RecordingWriter {
  readonly #options: ResolvedRecordingOptions;
  #part: RecordingPart | undefined;
  #init: InitSegment | undefined;
  #parts = 0;
  #hasEnded = false;

  /** @throws {@link ReassemblerError} `invalid-option` */
  constructor(options?: RecordingOptions) {
    this.#options = resolveRecordingOptions(options);
  }

  /**
   * Takes what one `feed` returned, or the `end` of a Reassembler. Recording may begin at any moment of a stream: video
   * before its first keyframe is left out then.
   *
   * @throws {@link ReassemblerError} `already-ended`
   */
  add(outputs: readonly Output[]): readonly RecordingWrite[] {
    if (this.#hasEnded)
      throw new ReassemblerError('already-ended', 'add was called after end; make a new RecordingWriter', 0);
    const writes: RecordingWrite[] = [];
    for (const output of outputs) {
      // A file begins with its first media: an init segment that none follows makes no empty file.
      if (output.kind !== 'media-segment') continue;
      if (output.initSegment !== this.#init) writes.push(...this.#setInit(output.initSegment));
      this.#part?.add(output);
    }
    if (this.#part !== undefined) writes.push(...this.#part.flush());
    return writes;
  }

  /** Ends the recording: its Cues, and one patch at its beginning that says its length and where the Cues are. */
  end(): readonly RecordingWrite[] {
    this.#hasEnded = true;
    const part = this.#part;
    this.#part = undefined;
    return part === undefined ? [] : part.end();
  }

  #setInit(init: InitSegment): readonly RecordingWrite[] {
    this.#init = init;
    const next = readInitSegment(init);
    if (this.#part !== undefined && continuesRecording(this.#part.init, next)) return [];
    const writes = this.#part === undefined ? [] : this.#part.end();
    this.#part = new RecordingPart(this.#parts++, next, this.#options);
    return writes;
  }
}
