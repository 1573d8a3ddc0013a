/**
 * Reads raw pictures with their exact timestamps from NUT, the container that `ffmpeg -f nut` writes to a pipe.
 *
 * ```
 * file ID   main header   stream header   info ...   syncpoint   frame header  pixels   frame header  pixels ...
 * ```
 *
 * Why NUT: pixels and timestamp come through one pipe and cannot get out of step, a frame is complete with its own last
 * octet (other containers are complete only with the next frame), and ffmpeg 4 to 8 write it alike. Hard cases: the
 * cuts of the pipe fall anywhere; a timestamp may be coded by its low bits alone.
 *
 * Specification: "NUT Open Container Format", section 3.
 */
import { readFrameHeader, type FrameHeader } from './frame-header.js';
import { readMainHeader, type MainHeader } from './main-header.js';
import { NutCursor } from './nut-cursor.js';
import { NUT_FILE_ID, readPacket, type PacketRead } from './packet.js';
import { readStreamHeader, type StreamHeader } from './stream-header.js';

/** One picture as it came out of the pipe. */
export interface NutPicture {
  readonly timestampMs: number;
  readonly width: number;
  readonly height: number;
  /** In a buffer of its own. */
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/** What reading can come to. After `malformed` nothing more is read. */
export type NutRead =
  | { readonly kind: 'pictures'; readonly pictures: readonly NutPicture[] }
  | { readonly kind: 'malformed'; readonly reason: string };

/**
 * What comes next:
 *
 * | state       | next        | when                                       |
 * |-------------|-------------|--------------------------------------------|
 * | `file-id`   | `between`   | the file ID is read                        |
 * | `between`   | `between`   | a header packet is read                    |
 * | `between`   | `pixels`    | a frame header is read                     |
 * | `pixels`    | `between`   | the last octet of the picture is read      |
 * | any         | `malformed` | the octets are not what was asked for      |
 */
type State =
  | { readonly kind: 'file-id' }
  | { readonly kind: 'between' }
  | { readonly kind: 'pixels'; readonly picture: NutPicture; filled: number }
  | { readonly kind: 'malformed'; readonly reason: string };

type TakePixels = (octets: number) => Uint8Array<ArrayBuffer>;

/** Pictures of one format in NUT in, pictures out. */
export class NutReader {
  readonly #octetsPerPixel: number;
  readonly #maxPixels: number;
  readonly #takePixels: TakePixels;
  #state: State = { kind: 'file-id' };
  #pending: Uint8Array = new Uint8Array(0);
  #main: MainHeader | undefined;
  #stream: StreamHeader | undefined;
  #lastPts = 0;

  /**
   * @param maxPixels a stream header that announces larger pictures is malformed, so that no memory is taken for them
   * @param takePixels memory for a picture of so many octets
   */
  constructor(octetsPerPixel: number, maxPixels: number, takePixels: TakePixels = (octets) => new Uint8Array(octets)) {
    this.#octetsPerPixel = octetsPerPixel;
    this.#maxPixels = maxPixels;
    this.#takePixels = takePixels;
  }

  /** Reads on. Copies what it keeps of `octets`. */
  push(octets: Uint8Array): NutRead {
    const pictures: NutPicture[] = [];
    let rest = this.#pending.length === 0 ? octets : joined(this.#pending, octets);
    for (;;) {
      const taken = this.#step(rest, pictures);
      if (this.#state.kind === 'malformed') return this.#state;
      if (taken === 0) break;
      rest = rest.subarray(taken);
    }
    this.#pending = rest.slice();
    return { kind: 'pictures', pictures };
  }

  /** Takes one step and returns how many octets it took; 0 where more are needed. */
  #step(rest: Uint8Array, pictures: NutPicture[]): number {
    const state = this.#state;
    switch (state.kind) {
      case 'file-id':
        return this.#takeFileId(rest);
      case 'between':
        if (rest.length === 0) return 0;
        return rest[0] === NUT_PACKET_OCTET
          ? this.#takePacket(readPacket(rest))
          : this.#takeFrameHeader(rest, pictures);
      case 'pixels': {
        const part = rest.subarray(0, state.picture.pixels.length - state.filled);
        state.picture.pixels.set(part, state.filled);
        state.filled += part.length;
        if (state.filled === state.picture.pixels.length) this.#finish(state.picture, pictures);
        return part.length;
      }
      case 'malformed':
        return 0;
      default:
        return state satisfies never;
    }
  }

  #takeFileId(rest: Uint8Array): number {
    if (rest.length < NUT_FILE_ID.length) return 0;
    if (!NUT_FILE_ID.every((octet, index) => rest[index] === octet)) return this.#refuse('the octets are not NUT');
    this.#state = { kind: 'between' };
    return NUT_FILE_ID.length;
  }

  #takePacket(read: PacketRead): number {
    if (read.kind === 'need-more') return 0;
    if (read.kind === 'malformed') return this.#refuse(read.reason);
    if (read.type === 'main') this.#main = readMainHeader(read.content);
    if (read.type === 'stream') this.#stream = readStreamHeader(read.content);
    if (read.type === 'syncpoint') this.#takeSyncpoint(read.content);
    if (read.type === 'main' && this.#main === undefined) return this.#refuse('the main header is malformed');
    if (read.type === 'stream' && !this.#streamFits())
      return this.#refuse('the stream header is malformed or too large');
    return read.octets;
  }

  /** A syncpoint states the time anew: the timestamp before the next frame. */
  #takeSyncpoint(content: Uint8Array): void {
    const timeBases = this.#main?.timeBases ?? [];
    const coded = new NutCursor(content).unsigned();
    const stated = timeBases[coded % timeBases.length];
    const own = this.#timeBase();
    if (stated === undefined || own === undefined) return;
    const ticks = Math.floor(coded / timeBases.length);
    this.#lastPts = Math.floor((ticks * stated.numerator * own.denominator) / (stated.denominator * own.numerator));
  }

  #takeFrameHeader(rest: Uint8Array, pictures: NutPicture[]): number {
    if (this.#main === undefined || this.#stream === undefined) return this.#refuse('a frame comes before the headers');
    const context = { lastPts: this.#lastPts, ptsLsbBits: this.#stream.ptsLsbBits };
    const read = readFrameHeader(rest, this.#main, context);
    if (read.kind === 'need-more') return 0;
    if (read.kind === 'malformed') return this.#refuse(read.reason);
    return this.#begin(read, this.#stream, pictures);
  }

  #begin(header: FrameHeader, stream: StreamHeader, pictures: NutPicture[]): number {
    const { width, height } = stream;
    const expected = width * height * this.#octetsPerPixel;
    const stated = header.payloadOctets + header.elision.length;
    if (stated !== expected)
      return this.#refuse(`a picture of ${width}x${height} has ${stated} octets, not ${expected}`);
    this.#lastPts = header.pts;
    const pixels = this.#takePixels(expected);
    pixels.set(header.elision);
    const picture = { timestampMs: this.#inMs(header.pts), width, height, pixels };
    if (header.payloadOctets === 0) this.#finish(picture, pictures);
    else this.#state = { kind: 'pixels', picture, filled: header.elision.length };
    return header.headerOctets;
  }

  #finish(picture: NutPicture, pictures: NutPicture[]): void {
    pictures.push(picture);
    this.#state = { kind: 'between' };
  }

  #streamFits(): boolean {
    if (this.#stream === undefined || this.#timeBase() === undefined) return false;
    return this.#stream.width * this.#stream.height <= this.#maxPixels;
  }

  #timeBase(): { readonly numerator: number; readonly denominator: number } | undefined {
    const timeBase = this.#main?.timeBases[this.#stream?.timeBaseIndex ?? -1];
    return timeBase !== undefined && timeBase.numerator > 0 && timeBase.denominator > 0 ? timeBase : undefined;
  }

  /** ffmpeg counts in a fraction of the millisecond asked for, so the division leaves nothing over. */
  #inMs(pts: number): number {
    const timeBase = this.#timeBase();
    return timeBase === undefined ? 0 : (pts * timeBase.numerator * 1000) / timeBase.denominator;
  }

  #refuse(reason: string): number {
    this.#state = { kind: 'malformed', reason };
    return 0;
  }
}

/** ASCII 'N': a header packet follows. No frame code has this value. */
const NUT_PACKET_OCTET = 0x4e;

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
