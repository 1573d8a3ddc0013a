import { NutCursor } from './nut-cursor.js';

/** What every NUT file begins with: this text and a zero octet. */
export const NUT_FILE_ID: Uint8Array = new TextEncoder().encode('nut/multimedia container\0');

/** Largest header packet that is read. ffmpeg's have some hundred octets. */
const MAX_PACKET_OCTETS = 65_536;

/** Above this size a packet's own header has a checksum. */
const CHECKED_PACKET_OCTETS = 4096;

/** NUT's start codes, without the leading 'N' that all have, and what they stand for. */
const START_CODES: Readonly<Record<string, PacketType>> = {
  '4d7a561f5f04ad': 'main',
  '5311405bf2f9db': 'stream',
  '4be4adeeca4569': 'syncpoint',
  '58dd672f23e64e': 'other',
  '49ab68b596ba78': 'other',
};

const CHECKSUM_OCTETS = 4;

type PacketType = 'main' | 'stream' | 'syncpoint' | 'other';

/** What reading a header packet can come to. `content` is without the checksum; `octets` is the length of it all. */
export type PacketRead =
  | { readonly kind: 'packet'; readonly type: PacketType; readonly content: Uint8Array; readonly octets: number }
  | { readonly kind: 'need-more' }
  | { readonly kind: 'malformed'; readonly reason: string };

/** Reads the header packet that `octets` begin with. Checksums are left unread: the pipe is our own. */
export function readPacket(octets: Uint8Array): PacketRead {
  if (octets.length < 9) return { kind: 'need-more' };
  const type = START_CODES[hex(octets.subarray(1, 8))];
  if (type === undefined) return { kind: 'malformed', reason: 'a start code is unknown' };
  const cursor = new NutCursor(octets, 8);
  const forward = cursor.unsigned();
  if (cursor.ranOut) return octets.length < 20 ? { kind: 'need-more' } : tooLarge();
  if (forward < CHECKSUM_OCTETS || forward > MAX_PACKET_OCTETS) return tooLarge();
  if (forward > CHECKED_PACKET_OCTETS) cursor.octets(CHECKSUM_OCTETS);
  const content = cursor.octets(forward - CHECKSUM_OCTETS);
  cursor.octets(CHECKSUM_OCTETS);
  if (cursor.ranOut) return { kind: 'need-more' };
  return { kind: 'packet', type, content, octets: cursor.position };
}

function tooLarge(): PacketRead {
  return {
    kind: 'malformed',
    reason: `a header packet has not between ${CHECKSUM_OCTETS} and ${MAX_PACKET_OCTETS} octets`,
  };
}

function hex(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('');
}
