/** Milliseconds of one frame for each of the 32 configurations (RFC 6716, section 3.1, table 2). */
const FRAME_MS: readonly number[] = [
  ...[10, 20, 40, 60, 10, 20, 40, 60, 10, 20, 40, 60],
  ...[10, 20, 10, 20],
  ...[2.5, 5, 10, 20, 2.5, 5, 10, 20, 2.5, 5, 10, 20, 2.5, 5, 10, 20],
];

/**
 * How long an Opus packet plays, from its TOC octet (RFC 6716, section 3.1); `undefined` for an empty or impossible one.
 * The packet is `octets[start..end)`: a view of each would cost more than reading it.
 */
export function opusPacketMs(octets: Uint8Array, start = 0, end: number = octets.length): number | undefined {
  if (start >= end) return undefined;
  const toc = octets[start] ?? 0;
  const frameMs = FRAME_MS[toc >> 3] ?? 20;
  switch (toc & 3) {
    case 0:
      return frameMs;
    case 1:
    case 2:
      return 2 * frameMs;
    default: {
      const count = start + 1 < end ? (octets[start + 1] ?? 0) & 0x3f : 0;
      return count === 0 ? undefined : count * frameMs;
    }
  }
}

/** No frame has more octets (RFC 6716, section 3.4, R2). */
const MOST_FRAME_OCTETS = 1275;
/** A packet's TOC and count, or a frame's length. */
const MOST_OVERHEAD_OCTETS = 2;

/** Whether no Opus packet that begins like this is as long; of padding, which recorders do not write, it knows nothing. */
export function isTooLongForOpus(packet: Uint8Array): boolean {
  const frames = [1, 2, 2, (packet[1] ?? 0) & 0x3f][(packet[0] ?? 0) & 3] ?? 1;
  return packet.length > MOST_OVERHEAD_OCTETS + frames * (MOST_FRAME_OCTETS + MOST_OVERHEAD_OCTETS);
}
