import type { PictureSize } from './frame.js';

/** What a still image may be. */
export type StillType = 'image/jpeg' | 'image/png';

/** What reading the header of a still image can come to. */
export type StillHeaderRead =
  | ({ readonly kind: 'still'; readonly type: StillType } & PictureSize)
  | { readonly kind: 'invalid'; readonly reason: string };

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;
/** Length, type and checksum of a chunk of a PNG. */
const PNG_CHUNK_FRAME_OCTETS = 12;
const IHDR_OCTETS = 13;
/** PNG specification, 7.1: four-octet unsigned integers have 31 bits. */
const MAX_PNG_SIDE = 2 ** 31 - 1;

const EOI = 0xd9;
const SOS = 0xda;
/** Markers from C0 to CF begin a frame, but for the tables DHT, JPG and DAC. */
const NO_FRAMES: ReadonlySet<number> = new Set([0xc4, 0xc8, 0xcc]);

/** Whether a publisher that says this sends still images. */
export function isStillType(mimeType: string): mimeType is StillType {
  return mimeType === 'image/jpeg' || mimeType === 'image/png';
}

/** What the first octets say; `undefined` where they begin no JPEG and no PNG. */
export function stillTypeOf(octets: Uint8Array): StillType | undefined {
  if (octets[0] === 0xff && octets[1] === 0xd8 && octets[2] === 0xff) return 'image/jpeg';
  return PNG_SIGNATURE.every((octet, index) => octets[index] === octet) ? 'image/png' : undefined;
}

/**
 * Reads what a JPEG or PNG is and how large its picture says to be, and whether it is there to its end. Nothing is
 * decoded, and no memory is taken for the picture: what is too large can be refused before that.
 */
export function readStillHeader(octets: Uint8Array): StillHeaderRead {
  const type = stillTypeOf(octets);
  if (type === undefined) return invalid('it begins neither as a JPEG nor as a PNG');
  return type === 'image/jpeg' ? readJpeg(octets) : readPng(octets);
}

/** ITU-T T.81, annex B: marker segments up to the first scan; the end is the marker EOI behind it. */
function readJpeg(octets: Uint8Array): StillHeaderRead {
  const view = viewOf(octets);
  let size: PictureSize | undefined;
  for (let at = 2; at + 4 <= octets.length;) {
    if (octets[at] !== 0xff) return invalid(`there is no JPEG marker at octet ${at}`);
    const marker = view.getUint8(at + 1);
    const length = view.getUint16(at + 2);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= EOI) || length < 2)
      return invalid(`the JPEG marker at octet ${at} does not belong there`);
    if (marker === SOS) return ofJpeg(size, endsBehind(octets, at + 2 + length));
    if (marker <= 0xcf && !NO_FRAMES.has(marker)) {
      if (size !== undefined) return invalid('the JPEG has two frame headers');
      if (length < 8 || at + 9 > octets.length) return invalid('the frame header of the JPEG is cut off');
      size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    at += 2 + length;
  }
  return invalid('the JPEG is cut off before its picture');
}

function ofJpeg(size: PictureSize | undefined, isWhole: boolean): StillHeaderRead {
  if (size === undefined) return invalid('the JPEG has no frame header in front of its picture');
  if (size.width === 0 || size.height === 0) return invalid('the JPEG does not say how large its picture is');
  return isWhole ? { kind: 'still', type: 'image/jpeg', ...size } : invalid('the JPEG is cut off amid its picture');
}

/** Within a scan FF is followed by 00 or a restart marker, so this is the marker and nothing else. */
function endsBehind(octets: Uint8Array, start: number): boolean {
  for (let at = octets.indexOf(0xff, start); at >= 0; at = octets.indexOf(0xff, at + 1))
    if (octets[at + 1] === EOI) return true;
  return false;
}

/** PNG specification, section 5: the signature, then chunks from IHDR to IEND. */
function readPng(octets: Uint8Array): StillHeaderRead {
  const view = viewOf(octets);
  const first = PNG_SIGNATURE.length;
  if (octets.length < first + PNG_CHUNK_FRAME_OCTETS + IHDR_OCTETS) return invalid('the PNG is cut off in its header');
  if (nameAt(view, first) !== 'IHDR' || view.getUint32(first) !== IHDR_OCTETS)
    return invalid('the PNG does not begin with its header');
  const size = { width: view.getUint32(first + 8), height: view.getUint32(first + 12) };
  if (!isPngSide(size.width) || !isPngSide(size.height))
    return invalid('the PNG does not say how large its picture is');
  let hasPicture = false;
  for (let at = first; at + PNG_CHUNK_FRAME_OCTETS <= octets.length;) {
    const name = nameAt(view, at);
    if (name === 'IDAT') hasPicture = true;
    if (name === 'IEND')
      return hasPicture ? { kind: 'still', type: 'image/png', ...size } : invalid('the PNG has no picture');
    at += PNG_CHUNK_FRAME_OCTETS + view.getUint32(at);
  }
  return invalid('the PNG is cut off');
}

function isPngSide(side: number): boolean {
  return side > 0 && side <= MAX_PNG_SIDE;
}

function nameAt(view: DataView, chunk: number): string {
  return String.fromCharCode(...[4, 5, 6, 7].map((offset) => view.getUint8(chunk + offset)));
}

function viewOf(octets: Uint8Array): DataView {
  return new DataView(octets.buffer, octets.byteOffset, octets.length);
}

function invalid(reason: string): StillHeaderRead {
  return { kind: 'invalid', reason };
}
