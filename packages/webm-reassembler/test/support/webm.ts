/*
 * Hand-made WebM, one element a line:
 *
 *   const stream = join(
 *     ebmlHeader(),                                   // 1A 45 DF A3 ...
 *     segment(),                                      // of unknown size, as a live recorder writes it
 *     tracks(videoTrack(1), audioTrack(2)),
 *     cluster(0),                                     // of unknown size, with its Timestamp
 *     simpleBlock(1, 0, vp8Keyframe(64, 48), KEY),
 *     simpleBlock(2, 20, [0xfc, 1, 2]),
 *   );
 *
 * Nothing here comes from the library's own writer: what both got wrong in the same way would not be noticed.
 */

/** Octets, or what stands for them: single octets, or text as ASCII. */
export type Content = Uint8Array | readonly number[] | string;

/** Bit 0x80 of a SimpleBlock's flags (RFC 9559, section 10.2). */
export const KEY = 0x80;

/** Octets, laid end to end. */
export function join(...parts: readonly Content[]): Uint8Array {
  const arrays = parts.map(octetsOf);
  const whole = new Uint8Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    whole.set(array, at);
    at += array.length;
  }
  return whole;
}

function octetsOf(content: Content): Uint8Array {
  if (content instanceof Uint8Array) return content;
  return typeof content === 'string' ? new TextEncoder().encode(content) : Uint8Array.from(content);
}

/** Where each of the parts begins once they are joined; the last offset is the end. */
export function offsetsOf(parts: readonly Uint8Array[]): readonly number[] {
  let at = 0;
  return [0, ...parts.map(({ length }) => (at += length))];
}

/** A big-endian unsigned number in `width` octets. */
export function unsigned(value: number, width: number): Uint8Array {
  return Uint8Array.from({ length: width }, (_, index) => Math.floor(value / 256 ** (width - 1 - index)) % 256);
}

/** A VINT of the given width (RFC 8794, section 4). */
export function vint(value: number, width: number): Uint8Array {
  return unsigned(value, width).map((octet, index) => (index === 0 ? octet | (1 << (8 - width)) : octet));
}

/** The Element Data Size that says "unknown", in one of its eight widths: all value bits are ones. */
export function unknownSize(width: number): Uint8Array {
  return Uint8Array.from({ length: width }, (_, index) => (index === 0 ? 2 ** (9 - width) - 1 : 0xff));
}

/** An element with a size in as few octets as it takes, or in `sizeWidth`. */
export function element(id: number, body: Content, sizeWidth?: number): Uint8Array {
  const octets = join(body);
  const fewest = octets.length < 0x7f ? 1 : octets.length < 0x3fff ? 2 : 4;
  return join(elementId(id), vint(octets.length, sizeWidth ?? fewest), octets);
}

/** The header of an element of unknown size. */
export function unknownSized(id: number, sizeWidth = 8): Uint8Array {
  return join(elementId(id), unknownSize(sizeWidth));
}

/** An element that says a size of its own, whatever its body has: for broken streams. */
export function falselySized(id: number, size: number, body: Content = []): Uint8Array {
  return join(elementId(id), vint(size, size < 0x7f ? 1 : 8), body);
}

function elementId(id: number): Uint8Array {
  return unsigned(id, id > 0xffffff ? 4 : id > 0xffff ? 3 : id > 0xff ? 2 : 1);
}

function unsignedElement(id: number, value: number): Uint8Array {
  return element(id, unsigned(value, value > 0xffffff ? 8 : value > 0xff ? 4 : 1));
}

/** EBML header (RFC 8794, section 11.2). */
export function ebmlHeader(docType = 'webm'): Uint8Array {
  return element(
    0x1a45dfa3,
    join(
      unsignedElement(0x4286, 1),
      unsignedElement(0x42f7, 1),
      element(0x4282, docType),
      unsignedElement(0x4287, 4),
      unsignedElement(0x4285, 2),
    ),
  );
}

/** The header of a Segment of unknown size. */
export function segment(sizeWidth = 8): Uint8Array {
  return unknownSized(0x18538067, sizeWidth);
}

/** A Segment of known size. */
export function sizedSegment(...children: readonly Uint8Array[]): Uint8Array {
  return element(0x18538067, join(...children), 8);
}

/** Info with a TimestampScale in ns, and a Duration in ticks where one is given. */
export function info(timestampScaleNs = 1_000_000, duration?: number): Uint8Array {
  const app = join(element(0x4d80, 'maker'), element(0x5741, 'maker'));
  return element(
    0x1549a966,
    join(
      unsignedElement(0x2ad7b1, timestampScaleNs),
      duration === undefined ? [] : element(0x4489, float64(duration)),
      app,
    ),
  );
}

function float64(value: number): Uint8Array {
  const octets = new Uint8Array(8);
  new DataView(octets.buffer).setFloat64(0, value);
  return octets;
}

/** Tracks with these TrackEntry elements. */
export function tracks(...entries: readonly Uint8Array[]): Uint8Array {
  return element(0x1654ae6b, join(...entries));
}

/** A TrackEntry with these children. */
export function trackEntry(...children: readonly Uint8Array[]): Uint8Array {
  return element(0xae, join(...children));
}

/** What a video track says of itself. */
export interface VideoTrackSettings {
  readonly codecId?: string;
  readonly width?: number;
  readonly height?: number;
  readonly codecPrivate?: Content;
  /** Further children of the TrackEntry. */
  readonly more?: readonly Uint8Array[];
}

/** A TrackEntry of a video track, VP8 of 64x48 where nothing else is said. */
export function videoTrack(number: number, settings: VideoTrackSettings = {}): Uint8Array {
  const { codecId = 'V_VP8', width = 64, height = 48, codecPrivate, more = [] } = settings;
  return trackEntry(
    unsignedElement(0xd7, number), // TrackNumber
    unsignedElement(0x73c5, 7000 + number), // TrackUID
    unsignedElement(0x83, 1), // TrackType
    element(0x86, codecId), // CodecID
    ...(codecPrivate === undefined ? [] : [element(0x63a2, codecPrivate)]),
    element(0xe0, join(unsignedElement(0xb0, width), unsignedElement(0xba, height))), // Video: PixelWidth, PixelHeight
    ...more,
  );
}

/** What an audio track says of itself. */
export interface AudioTrackSettings {
  readonly codecId?: string;
  readonly channels?: number;
  readonly codecPrivate?: Content;
}

/** A TrackEntry of an audio track, Opus at 48 kHz where nothing else is said. */
export function audioTrack(number: number, settings: AudioTrackSettings = {}): Uint8Array {
  const { codecId = 'A_OPUS', channels = 1, codecPrivate } = settings;
  return trackEntry(
    unsignedElement(0xd7, number),
    unsignedElement(0x73c5, 7000 + number),
    unsignedElement(0x83, 2),
    element(0x86, codecId),
    ...(codecPrivate === undefined ? [] : [element(0x63a2, codecPrivate)]),
    element(0xe1, join(element(0xb5, float64(48_000)), unsignedElement(0x9f, channels))), // Audio: SamplingFrequency, Channels
  );
}

/** A Cluster's header, of unknown size, and its Timestamp in ticks. */
export function cluster(ticks: number, sizeWidth = 8): Uint8Array {
  return join(unknownSized(0x1f43b675, sizeWidth), timestamp(ticks));
}

/** A Cluster of known size: its Timestamp and these children. */
export function sizedCluster(ticks: number, ...children: readonly Uint8Array[]): Uint8Array {
  return element(0x1f43b675, join(timestamp(ticks), ...children));
}

/** A Cluster's Timestamp in ticks. */
export function timestamp(ticks: number): Uint8Array {
  return unsignedElement(0xe7, ticks);
}

/** What a Block holds (RFC 9559, section 10.1): track number, relative ticks, flags, frames. */
export function blockBody(track: number, relativeTicks: number, payload: Content, flags = 0): Uint8Array {
  return join(
    vint(track, track < 0x7f ? 1 : 2),
    unsigned(relativeTicks + (relativeTicks < 0 ? 0x10000 : 0), 2),
    [flags],
    payload,
  );
}

/** A SimpleBlock. */
export function simpleBlock(track: number, relativeTicks: number, payload: Content, flags = 0): Uint8Array {
  return element(0xa3, blockBody(track, relativeTicks, payload, flags));
}

/** An EncryptedBlock, as old DivX files have it: laid out as a SimpleBlock. */
export function encryptedBlock(track: number, relativeTicks: number, payload: Content, flags = 0): Uint8Array {
  return element(0xaf, blockBody(track, relativeTicks, payload, flags));
}

/** A BlockGroup with a Block and these further children, such as {@link REFERENCE_BLOCK}. */
export function blockGroup(
  track: number,
  relativeTicks: number,
  payload: Content,
  ...more: readonly Uint8Array[]
): Uint8Array {
  return element(0xa0, join(element(0xa1, blockBody(track, relativeTicks, payload)), ...more));
}

/** ReferenceBlock: this Block needs another. Chromium writes a value that is no valid delta. */
export const REFERENCE_BLOCK: Uint8Array = element(0xfb, [0xff, 0x00]);

/** BlockAdditions with one BlockMore: alpha, as Chromium writes it for a canvas. */
export function blockAdditions(alpha: Content): Uint8Array {
  return element(0x75a1, element(0xa6, join(element(0xee, [1]), element(0xa5, alpha))));
}

/** BlockDuration in ticks. */
export function blockDuration(ticks: number): Uint8Array {
  return unsignedElement(0x9b, ticks);
}

/** DiscardPadding in ns, at the end of Opus. */
export function discardPadding(ns: number): Uint8Array {
  return element(0x75a2, unsigned(ns, 4));
}

/** Void over `octets` octets of nothing. */
export function voidElement(octets: number): Uint8Array {
  return element(0xec, new Uint8Array(octets));
}

/** CRC-32; the value is not right, and nobody asks. */
export const CRC_32: Uint8Array = element(0xbf, [1, 2, 3, 4]);

/** Cues with one CuePoint, as a muxer writes them between or behind Clusters. */
export const CUES: Uint8Array = element(
  0x1c53bb6b,
  element(0xbb, join(element(0xb3, [0]), element(0xb7, join(element(0xf7, [1]), element(0xf1, [60]))))),
);

/** SeekHead without entries, as Firefox writes it. */
export const EMPTY_SEEK_HEAD: Uint8Array = element(0x114d9b74, []);

/** Tags with an element of nonsense, to be skipped unread. */
export const TAGS: Uint8Array = element(0x1254c367, element(0x7373, [9, 9, 9]));

/** Chapters and Attachments, empty. */
export const CHAPTERS: Uint8Array = element(0x1043a770, []);
/** See {@link CHAPTERS}. */
export const ATTACHMENTS: Uint8Array = element(0x1941a469, new Uint8Array(300));

/** A VP8 keyframe's first ten octets (RFC 6386, section 9.1), and what follows them. */
export function vp8Keyframe(width = 64, height = 48, rest: Content = [1, 2, 3]): Uint8Array {
  return join([0x10, 0x02, 0x00], [0x9d, 0x01, 0x2a], [width & 0xff, width >> 8, height & 0xff, height >> 8], rest);
}

/** A VP8 frame that needs the one before: bit 0 of the frame tag is set. */
export function vp8Delta(rest: Content = [4, 5, 6]): Uint8Array {
  return join([0x11, 0x02, 0x00], rest);
}

/** An Opus packet of one frame of 20 ms (RFC 6716, section 3.1). */
export function opusPacket(rest: Content = [7, 8]): Uint8Array {
  return join([0xfc], rest);
}

/** Whether `part` stands somewhere in the octets. */
export function holds(octets: Uint8Array, part: Content): boolean {
  const text = (some: Uint8Array): string => Array.from(some, (octet) => String.fromCharCode(octet)).join('');
  return text(octets).includes(text(octetsOf(part)));
}
