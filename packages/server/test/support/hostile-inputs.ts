import { execFileSync } from 'node:child_process';
import { loadFixture } from '../../../../fixtures/load.js';

/** What a stranger might send instead of a recording, in chunks. */
export interface HostileInput {
  readonly name: string;
  readonly chunks: readonly Uint8Array[];
}

const faces = loadFixture('chromium156-faces-vp8-opus-250ms').chunks;

/** EBML header of a WebM file, and a Segment of unknown size: as Chromium begins. */
const EBML_HEADER = hex(
  '1a45dfa3 9f 4286 81 01 42f7 81 01 42f2 81 04 42f3 81 08 4282 84 7765626d 4287 81 04 4285 81 02',
);
const SEGMENT = hex('18538067 01ffffffffffffff');

/** PixelWidth and PixelHeight in the track entry, and in each VP8 keyframe: RFC 6386, section 9.1. */
export const hugeHeader: HostileInput = {
  name: 'a header of 8192x8192',
  chunks: faces.map((chunk) => {
    const octets = Buffer.from(chunk);
    replaceAll(octets, 'b0 82 0280', 'b0 82 2000');
    replaceAll(octets, 'ba 82 01e0', 'ba 82 2000');
    replaceAll(octets, '9d012a 8002 e001', '9d012a 0020 0020');
    return octets;
  }),
};

export const endlessSegment: HostileInput = {
  name: 'a Segment that promises 2^56 octets',
  chunks: faces.map((chunk) => {
    const octets = Buffer.from(chunk);
    replaceAll(octets, '18538067 01ffffffffffffff', '18538067 01fffffffffffffe');
    return octets;
  }),
};

/** Void elements without content. */
export const tinyElements: HostileInput = {
  name: 'a million tiny elements',
  chunks: [EBML_HEADER, SEGMENT, ...Array.from({ length: 10 }, () => repeated('ec 80', 100_000))],
};

/** A SimpleTag may hold SimpleTags: RFC 9559, section 5.1.8.1.2. */
export const deepNesting: HostileInput = {
  name: 'deep nesting',
  chunks: [
    EBML_HEADER,
    SEGMENT,
    hex('1254c367 01fffffffffffffe'),
    hex('7373 01fffffffffffff0'),
    ...Array.from({ length: 10 }, () => repeated('67c8 01ffffffffffff00', 10_000)),
  ],
};

/** A playlist that names whatever `targets` are. */
export function playlist(targets: readonly string[]): HostileInput {
  const entries = targets.map((target) => `#EXTINF:10,\n${target}\n`).join('');
  const text = `#EXTM3U\n#EXT-X-TARGETDURATION:10\n${entries}#EXT-X-ENDLIST\n`;
  return { name: 'a playlist', chunks: [Buffer.from(text.slice(0, 20)), Buffer.from(text.slice(20))] };
}

/** Encodes what no browser records. @param ffmpeg path of one that can */
export function magicYuv(ffmpeg: string): HostileInput {
  const encoded = encode(ffmpeg, 'testsrc=s=64x48:d=1', ['-c:v', 'magicyuv', '-f', 'matroska']);
  return { name: 'MagicYUV in Matroska', chunks: [encoded.subarray(0, 4000), encoded.subarray(4000)] };
}

/** @param ffmpeg path of one that has an encoder for VP8 */
export function hugeFrames(ffmpeg: string): HostileInput {
  const fast = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '500k', '-f', 'webm'];
  const encoded = encode(ffmpeg, 'color=c=gray:s=3840x2160:r=1:d=3', fast);
  return { name: 'one frame a second at 4K', chunks: [encoded.subarray(0, 1000), encoded.subarray(1000)] };
}

function encode(ffmpeg: string, source: string, args: readonly string[]): Buffer {
  const input = ['-v', 'error', '-f', 'lavfi', '-i', source];
  return execFileSync(ffmpeg, [...input, ...args, 'pipe:1'], { maxBuffer: 1 << 26 });
}

function hex(text: string): Buffer {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}

function repeated(text: string, times: number): Buffer {
  return Buffer.alloc(hex(text).length * times, hex(text));
}

function replaceAll(octets: Buffer, from: string, to: string): void {
  for (let at = octets.indexOf(hex(from)); at >= 0; at = octets.indexOf(hex(from), at + 1)) octets.set(hex(to), at);
}
