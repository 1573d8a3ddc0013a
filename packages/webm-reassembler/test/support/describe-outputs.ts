import type { Block, Gap, InitSegment, MediaSegment, Output, Track } from '../../src/index.js';

/**
 * Outputs as lines that a person can read, and that say everything but the payloads' octets:
 *
 *   init-segment webm 1000000 ns video/webm;codecs="vp8,opus" [1 video V_VP8 vp8 64x48] [2 audio A_OPUS opus 48000 Hz x1]
 *   * 1 video 0 ms, 13 octets, key                     the star: opens with a random access point
 *     2 audio 20 ms, 3 octets
 *   gap malformed-element, octets 210 to 260, 20 to 300 ms
 */
export function describeOutputs(outputs: readonly Output[]): readonly string[] {
  return outputs.flatMap(describeOutput);
}

/** As {@link describeOutputs}, for one. */
export function describeOutput(output: Output): readonly string[] {
  switch (output.kind) {
    case 'init-segment':
      return [describeInitSegment(output)];
    case 'media-segment':
      return describeMediaSegment(output);
    case 'gap':
      return [describeGap(output)];
    default:
      return output satisfies never;
  }
}

function describeInitSegment({ docType, timestampScaleNs, mimeType, tracks }: InitSegment): string {
  return [
    'init-segment',
    docType,
    `${timestampScaleNs} ns`,
    mimeType,
    ...tracks.map((track) => `[${describeTrack(track)}]`),
  ].join(' ');
}

function describeTrack(track: Track): string {
  const size = track.width === undefined ? [] : [`${track.width}x${track.height}`];
  const sound = track.sampleRate === undefined ? [] : [`${track.sampleRate} Hz x${track.channels}`];
  const codecPrivate = track.codecPrivate === undefined ? [] : [`private ${track.codecPrivate.length}`];
  return [track.number, track.type, track.codecId, track.codec, ...size, ...sound, ...codecPrivate].join(' ');
}

function describeMediaSegment(segment: MediaSegment): readonly string[] {
  return segment.blocks.map((block, index) => {
    const opens = index === 0 && segment.opensWithRandomAccessPoint;
    return `${opens ? '*' : index === 0 ? ' ' : '+'} ${describeBlock(block)}`;
  });
}

function describeBlock(block: Block): string {
  const original = block.recorderTimestampMs === block.timestampMs ? '' : ` (${ms(block.recorderTimestampMs)})`;
  const parts = [
    `${block.track.number} ${block.track.type} ${ms(block.timestampMs)}${original}`,
    `${block.payload.length} octets`,
    ...(block.track.type === 'video' && block.keyframe ? ['key'] : []),
    ...(block.durationMs === undefined ? [] : [`lasts ${ms(block.durationMs)}`]),
    ...(block.frames.length === 1 ? [] : [`${block.frames.length} frames`]),
  ];
  return parts.join(', ');
}

function describeGap(gap: Gap): string {
  const { startMs, endMs, missingSequences } = gap;
  const parts = [
    `gap ${gap.code}`,
    `octets ${gap.startOctet} to ${gap.endOctet}`,
    ...(startMs === undefined && endMs === undefined ? [] : [`${startMs ?? '?'} to ${endMs ?? '?'} ms`]),
    ...(gap.droppedBlocks === 0 ? [] : [`${gap.droppedBlocks} blocks dropped`]),
    ...(missingSequences === undefined ? [] : [`sequences ${missingSequences.first} to ${missingSequences.last}`]),
  ];
  return parts.join(', ');
}

function ms(value: number): string {
  return `${Number(value.toFixed(6))} ms`;
}
