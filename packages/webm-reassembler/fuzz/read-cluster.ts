/*
 * A reader for the media segments that come out, of its own making: Cluster of known size, Timestamp, blocks. Strict, since
 * what the library writes has no excuse.
 */

/** A block as it stands in a media segment. */
export interface WrittenBlock {
  readonly trackNumber: number;
  readonly ticks: number;
  readonly isFlaggedKey: boolean;
  readonly payload: Uint8Array;
}

interface Element {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

/** The blocks of a media segment; `undefined` where it is not one Cluster of known size that holds whole blocks only. */
export function readCluster(octets: Uint8Array): readonly WrittenBlock[] | undefined {
  const [cluster, ...others] = elementsIn(octets, 0, octets.length) ?? [];
  if (cluster?.id !== 0x1f43b675 || others.length > 0) return undefined;
  const [timestamp, ...blocks] = elementsIn(octets, cluster.start, cluster.end) ?? [];
  if (timestamp?.id !== 0xe7) return undefined;
  const clusterTicks = octets.subarray(timestamp.start, timestamp.end).reduce((value, octet) => value * 256 + octet, 0);
  const read = blocks.map((block) => readBlock(octets, block, clusterTicks));
  return read.every((block) => block !== undefined) ? read : undefined;
}

function readBlock(octets: Uint8Array, { id, start, end }: Element, clusterTicks: number): WrittenBlock | undefined {
  if (id === 0xa3) return readBody(octets, start, end, clusterTicks, undefined);
  const children = id === 0xa0 ? elementsIn(octets, start, end) : undefined;
  const block = children?.find((child) => child.id === 0xa1);
  return (
    block &&
    readBody(
      octets,
      block.start,
      block.end,
      clusterTicks,
      children?.every((child) => child.id !== 0xfb),
    )
  );
}

function readBody(
  octets: Uint8Array,
  start: number,
  end: number,
  clusterTicks: number,
  isKey: boolean | undefined,
): WrittenBlock | undefined {
  const width = Math.clz32(octets[start] ?? 0) - 23;
  if (start + width + 3 > end) return undefined;
  const trackNumber = octets
    .subarray(start + 1, start + width)
    .reduce((value, octet) => value * 256 + octet, (octets[start] ?? 0) ^ (1 << (8 - width)));
  const at = start + width;
  const relative = (((octets[at] ?? 0) << 24) >> 16) | (octets[at + 1] ?? 0);
  const flags = octets[at + 2] ?? 0;
  return {
    trackNumber,
    ticks: clusterTicks + relative,
    isFlaggedKey: isKey ?? (flags & 0x80) !== 0,
    payload: octets.subarray(at + 3, end),
  };
}

function elementsIn(octets: Uint8Array, from: number, to: number): readonly Element[] | undefined {
  const elements: Element[] = [];
  for (let at = from; at < to;) {
    const idWidth = Math.clz32(octets[at] ?? 0) - 23;
    const sizeWidth = Math.clz32(octets[at + idWidth] ?? 0) - 23;
    const start = at + idWidth + sizeWidth;
    if (idWidth > 4 || sizeWidth > 8 || start > to) return undefined;
    const id = octets.subarray(at, at + idWidth).reduce((value, octet) => value * 256 + octet, 0);
    const coded = octets.subarray(at + idWidth, start).reduce((value, octet) => value * 256 + octet, 0);
    const size = coded - 2 ** (7 * sizeWidth);
    if (size === 2 ** (7 * sizeWidth) - 1 || start + size > to) return undefined;
    elements.push({ id, start, end: start + size });
    at = start + size;
  }
  return elements;
}
