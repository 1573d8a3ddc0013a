/*
 * Records ten hours of a camera in one go, and says what that took of memory:
 *
 *   node --expose-gc packages/webm-reassembler/bench/recording/ten-hours.mjs [HOURS]
 *
 * Chunks of 250 ms as Chromium cuts them, with 8 VP8 frames and 12 or 13 Opus packets, a keyframe each second. The
 * payloads are small, so that ten hours pass in seconds; what is held does not depend on them. What is written is dropped.
 */
import process from 'node:process';
import { Reassembler } from 'webm-reassembler';
import { RecordingWriter } from 'webm-reassembler/recording';

const CHUNK_MS = 250;
const HEADER = Buffer.from(
  [
    '1a45dfa3 8b 4282 84 7765626d 4287 81 04', // EBML: DocType webm, DocTypeVersion 4
    '18538067 01ffffffffffffff', // Segment
    '1549a966 87 2ad7b1 83 0f4240', // Info: TimestampScale
    '1654ae6b ab', // Tracks
    'ae 97 d7 81 01 83 81 01 86 85 565f565038 e0 88 b0 82 0140 ba 82 00f0', // V_VP8 320x240
    'ae 90 d7 81 02 83 81 02 86 86 415f4f505553 e1 80', // A_OPUS
  ]
    .join('')
    .replaceAll(' ', ''),
  'hex',
);
const KEYFRAME = payload(400, '1002009d012a4001f000');
const DELTA = payload(150, '110200');
const PACKET = payload(60, 'fc');

/**
 * @param {number} length
 * @param {string} start In hex.
 */
function payload(length, start) {
  const octets = Buffer.alloc(length, 0x55);
  octets.write(start, 'hex');
  return octets;
}

/**
 * @param {number} track
 * @param {number} ms From the Cluster's time.
 * @param {Buffer} frame
 * @param {number} flags
 */
function simpleBlock(track, ms, frame, flags = 0) {
  const size = frame.length + 4;
  const header = Buffer.from([0xa3, 0x40 | (size >> 8), size & 0xff, 0x80 | track, ms >> 8, ms & 0xff, flags]);
  return Buffer.concat([header, frame]);
}

/**
 * @param {number} index
 */
function chunk(index) {
  const startMs = index * CHUNK_MS;
  const timestamp = Buffer.alloc(6, 0);
  timestamp.set([0xe7, 0x84]);
  timestamp.writeUInt32BE(startMs, 2);
  const blocks = [];
  for (let frame = 0; frame < 8; frame++) {
    const isKeyframe = index % 4 === 0 && frame === 0;
    blocks.push({
      ms: Math.floor(frame * 31.25),
      track: 1,
      frame: isKeyframe ? KEYFRAME : DELTA,
      flags: isKeyframe ? 0x80 : 0,
    });
  }
  for (let ms = Math.ceil(startMs / 20) * 20; ms < startMs + CHUNK_MS; ms += 20) {
    blocks.push({ ms: ms - startMs, track: 2, frame: PACKET, flags: 0x80 });
  }
  blocks.sort((left, right) => left.ms - right.ms);
  const body = blocks.map(({ track, ms, frame, flags }) => simpleBlock(track, ms, frame, flags));
  return Buffer.concat([Buffer.from('1f43b67501ffffffffffffff', 'hex'), timestamp, ...body]);
}

const hours = Number(process.argv[2] ?? 10);
const chunks = (hours * 3_600_000) / CHUNK_MS;
const reassembler = new Reassembler();
const writer = new RecordingWriter();
const totals = { appends: 0, patches: 0, octets: 0 };
let peak = 0;

/**
 * @param {readonly import('webm-reassembler/recording').RecordingWrite[]} writes
 */
function drop(writes) {
  for (const write of writes) {
    if (write.kind === 'append') totals.appends++;
    if (write.kind === 'patch') totals.patches++;
    if (write.kind === 'append' || write.kind === 'patch') totals.octets += write.octets.length;
  }
}

function measure() {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  peak = Math.max(peak, heapUsed + arrayBuffers);
}

drop(writer.add(reassembler.feed(HEADER)));
for (let index = 0; index < chunks; index++) {
  drop(writer.add(reassembler.feed(chunk(index))));
  if (index % 5000 === 0) measure();
}
drop(writer.add(reassembler.end()));
measure();
const lastWrites = writer.end();
measure();
drop(lastWrites);
const finish = lastWrites.find((write) => write.kind === 'finish');
process.stdout.write(
  `${JSON.stringify({
    hours,
    chunks,
    ...totals,
    durationMs: finish?.durationMs,
    cuePoints: finish?.cuePoints,
    peakHeapMiB: Number((peak / 2 ** 20).toFixed(1)),
    maxRssMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  })}\n`,
);
