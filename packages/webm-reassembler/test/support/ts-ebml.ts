/*
 * ts-ebml as an oracle: another reader's view of the same octets, made by other people.
 *
 * Its limits, as far as they concern these tests:
 * - It takes only the 8-octet form of the unknown size for unknown (its readVint reads the others as sizes). Every
 *   recorder we have recordings of writes that form; the other seven are tested by hand-made streams.
 * - After the first child of an unknown-sized master it forgets the master, so the ends it reports are no tree. The
 *   elements are used as a flat list here, ends left out.
 * - It joins what is pending with each chunk by copying, so it is given each stream whole.
 * - Integers above 2^53 (a TrackUID) come as rounded numbers, and signed ones of more than 6 octets throw: octets are
 *   compared, not values, wherever both are there.
 * - An element that its schema does not know is named "unknown" and has no value, but it has its octets.
 */
import { Decoder, tools } from 'ts-ebml';

/** One element as ts-ebml reads it. */
export interface OracleElement {
  readonly name: string;
  /** ID in hex. */
  readonly id: string;
  /** The element's data; `undefined` for masters. */
  readonly octets: Uint8Array | undefined;
  readonly value: unknown;
}

/** One Block or SimpleBlock as ts-ebml reads it. */
export interface OracleBlock {
  readonly trackNumber: number;
  /** Timestamp of the Cluster and of the Block, in ticks. */
  readonly ticks: number;
  readonly keyframe: boolean;
  /** Single frames, lacing undone. */
  readonly frames: readonly Uint8Array[];
  /** Whether it is a BlockGroup's, and the octets of that group's other children by their names. */
  readonly siblings: readonly OracleElement[] | undefined;
}

/** All elements, in order; ends of masters, Void and CRC-32 left out. */
export function oracleElements(octets: Uint8Array): readonly OracleElement[] {
  return new Decoder()
    .decode(arrayBufferOf(octets))
    .filter(
      (element) => !(element.type === 'm' && element.isEnd) && element.name !== 'Void' && element.name !== 'CRC-32',
    )
    .map((element) => ({
      name: element.name,
      id: element.EBML_ID,
      octets: 'data' in element && element.data !== null ? Uint8Array.from(element.data) : undefined,
      value: 'value' in element ? element.value : undefined,
    }));
}

/** ts-ebml's types ask for an ArrayBuffer. */
function arrayBufferOf(octets: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(octets.length);
  new Uint8Array(copy).set(octets);
  return copy;
}

/** Every block among the elements, with the time of its Cluster added. */
export function oracleBlocks(elements: readonly OracleElement[]): readonly OracleBlock[] {
  const blocks: OracleBlock[] = [];
  let clusterTicks = NaN;
  elements.forEach((element, index) => {
    if (element.name === 'Timestamp') clusterTicks = Number(element.value);
    if (element.name !== 'SimpleBlock' && element.name !== 'Block') return;
    const block = tools.readBlock(arrayBufferOf(element.octets ?? new Uint8Array()));
    const siblings = element.name === 'Block' ? siblingsOf(elements, index) : undefined;
    blocks.push({
      trackNumber: block.trackNumber,
      ticks: clusterTicks + block.timecode,
      keyframe: siblings === undefined ? block.keyframe : !siblings.some(({ name }) => name === 'ReferenceBlock'),
      frames: block.frames.map((frame) => Uint8Array.from(frame)),
      siblings,
    });
  });
  return blocks;
}

/** The other children of the BlockGroup that the Block at `index` is in, and their children. */
function siblingsOf(elements: readonly OracleElement[], index: number): readonly OracleElement[] {
  const siblings: OracleElement[] = [];
  for (const element of elements.slice(index + 1)) {
    if (['BlockGroup', 'SimpleBlock', 'Cluster', 'EBML', 'Cues', 'Tags', 'SeekHead'].includes(element.name)) break;
    siblings.push(element);
  }
  return siblings;
}

/** The elements of each TrackEntry: the TrackEntry's descendants up to the next one or the end of Tracks. */
export function oracleTracks(elements: readonly OracleElement[]): readonly (readonly OracleElement[])[] {
  const tracks: OracleElement[][] = [];
  let isInside = false;
  for (const element of elements) {
    if (element.name === 'TrackEntry') {
      tracks.push([]);
      isInside = true;
    } else if (['Tracks', 'Cluster', 'EBML', 'Segment', 'Info', 'Cues', 'Tags'].includes(element.name))
      isInside = false;
    else if (isInside) tracks.at(-1)?.push(element);
  }
  return tracks;
}

/** The value of the first element with this name. */
export function valueOf(elements: readonly OracleElement[], name: string): unknown {
  return elements.find((element) => element.name === name)?.value;
}
