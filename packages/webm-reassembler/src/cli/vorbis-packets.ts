import { type FrameDuration } from '../blocks/audio-duration.js';

/** What follows the identification header's magic "\x01vorbis" up to the octet with both block sizes. */
const BLOCK_SIZES_AT = 28;
/** A mode's windowtype (16 bits), transformtype (16) and mapping (8), behind its blockflag. */
const MODE_BITS = 41;
const MOST_MODES = 64;

/**
 * How long each packet of a Vorbis track plays: half of the overlap with the packet before, and half of its own block
 * (Vorbis I, section 4.3.8). So it must be asked of each packet, in order; the first plays as if one like it came before.
 *
 * @param codecPrivate - the track's CodecPrivate: three headers in Xiph lacing
 */
export function vorbisDurations(codecPrivate: Uint8Array, sampleRate: number): FrameDuration | undefined {
  const [identification, , setup] = headersOf(codecPrivate);
  if (identification === undefined || setup === undefined || sampleRate <= 0) return undefined;
  const sizes = identification[BLOCK_SIZES_AT] ?? 0;
  const short = 1 << (sizes & 15);
  const long = 1 << (sizes >> 4);
  const modes = blockFlagsOf(setup);
  if (modes.length === 0) return undefined;
  const modeMask = (1 << (32 - Math.clz32(modes.length - 1))) - 1;
  let previous: number | undefined;
  return (octets, start = 0) => {
    const mode = modes[((octets[start] ?? 0) >> 1) & modeMask];
    const size = mode === true ? long : short;
    const samples = ((previous ?? size) + size) / 4;
    previous = size;
    return (samples / sampleRate) * 1000;
  };
}

/** The three headers; the last's length is what is left. */
function headersOf(codecPrivate: Uint8Array): readonly Uint8Array[] {
  if (codecPrivate[0] !== 2) return [];
  const lengths: number[] = [];
  let at = 1;
  for (let header = 0; header < 2; header++) {
    let length = 0;
    while (codecPrivate[at] === 255 && at < codecPrivate.length) length += codecPrivate[at++] ?? 0;
    lengths.push(length + (codecPrivate[at++] ?? 0));
  }
  const [first = 0, second = 0] = lengths;
  return [
    codecPrivate.subarray(at, at + first),
    codecPrivate.subarray(at + first, at + first + second),
    codecPrivate.subarray(at + first + second),
  ];
}

/**
 * Each mode's blockflag: whether its blocks are long. Modes stand at the setup header's end, behind codebooks of any
 * length, so they are read from the end: while what stands there can be a mode, and as many as the count before them says.
 */
function blockFlagsOf(setup: Uint8Array): readonly boolean[] {
  const bitAt = (bit: number): number => ((setup[bit >> 3] ?? 0) >> (bit & 7)) & 1;
  const bits = (from: number, count: number): number => {
    let value = 0;
    for (let bit = count - 1; bit >= 0; bit--) value = value * 2 + bitAt(from + bit);
    return value;
  };
  let end = setup.length * 8 - 1;
  while (end > 0 && bitAt(end) === 0) end--; // the framing bit is the last that is set
  const flags: boolean[] = [];
  let found: readonly boolean[] = [];
  for (let from = end - MODE_BITS; from > MODE_BITS && flags.length < MOST_MODES; from -= MODE_BITS) {
    const isMode = bits(from + 1, 32) === 0 && bits(from + 33, 8) < MOST_MODES;
    if (!isMode) break;
    flags.unshift(bitAt(from) === 1);
    if (bits(from - 6, 6) + 1 === flags.length) found = [...flags];
  }
  return found;
}
