import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ChunkPieces, GopPieces, Reassembler } from '../../packages/webm-reassembler/dist/index.js';

/**
 * How many of a number of files decode without a message.
 *
 * @typedef {{ readonly clean: number, readonly of: number }} Share
 *
 * What was measured of one recording.
 * @typedef {object} Measurement
 * @property {Share} rawChunks Later chunks as they came.
 * @property {Share} headerAndChunk The octets before the first Cluster, then a later chunk: the usual advice.
 * @property {Share} headerAndCluster The same octets, then everything from a Cluster's start to the next one's.
 * @property {Share} chunkPieces What ChunkPieces makes of each chunk.
 * @property {Share} gopPieces What GopPieces makes.
 * @property {Share} keyframeClusters Clusters whose first video block is a keyframe and comes before any other block.
 * @property {Share} cutsBehindIdOctet Chunk boundaries one octet into an element.
 */

const FIXTURES = join(fileURLToPath(import.meta.url), '..', '..', '..', 'fixtures');
const CLUSTER_ID = Buffer.from([0x1f, 0x43, 0xb6, 0x75]);

/**
 * @param {string} name A folder of fixtures/
 * @returns {Promise<Measurement>}
 */
export async function measureFixture(name) {
  const folder = join(FIXTURES, name);
  const chunks = readdirSync(folder)
    .filter((file) => file.endsWith('.bin'))
    .sort()
    .map((file) => readFileSync(join(folder, file)));
  const whole = Buffer.concat(chunks);
  const clusters = clusterStarts(whole);
  const header = whole.subarray(0, clusters[0]);
  const later = chunks.slice(1).filter((chunk) => chunk.length > 0);
  const { chunkPieces, gopPieces, blocks } = reassembled(chunks);
  return {
    rawChunks: await cleanShare(later),
    headerAndChunk: await cleanShare(later.map((chunk) => Buffer.concat([header, chunk]))),
    headerAndCluster: await cleanShare(
      clusters.map((start, index) => Buffer.concat([header, whole.subarray(start, clusters[index + 1])])),
    ),
    chunkPieces: await cleanShare(chunkPieces),
    gopPieces: await cleanShare(gopPieces),
    keyframeClusters: keyframeClusters(clusters, blocks),
    cutsBehindIdOctet: cutsBehindIdOctet(chunks, clusters, blocks),
  };
}

/**
 * @param {readonly Uint8Array[]} chunks
 */
function reassembled(chunks) {
  const reassembler = new Reassembler();
  const byChunk = new ChunkPieces();
  const byGop = new GopPieces();
  const chunkPieces = [];
  const gopPieces = [];
  const blocks = [];
  for (const outputs of [...chunks.map((chunk) => reassembler.feed(chunk)), reassembler.end()]) {
    chunkPieces.push(...byChunk.add(outputs));
    gopPieces.push(...byGop.add(outputs));
    blocks.push(...outputs.flatMap((output) => (output.kind === 'media-segment' ? output.blocks : [])));
  }
  gopPieces.push(...byGop.end());
  return {
    chunkPieces: chunkPieces.map((piece) => piece.octets),
    gopPieces: gopPieces.map((piece) => piece.octets),
    blocks,
  };
}

/**
 * Where a Cluster's ID stands. In coded media those four octets turn up by chance once in 4 GB.
 *
 * @param {Buffer} octets
 */
function clusterStarts(octets) {
  const starts = [];
  for (let at = octets.indexOf(CLUSTER_ID); at >= 0; at = octets.indexOf(CLUSTER_ID, at + 1)) starts.push(at);
  return starts;
}

/**
 * @typedef {{ readonly offset: number, readonly keyframe: boolean, readonly track: { readonly type: string } }} PlacedBlock
 *
 * @param {readonly number[]} clusters
 * @param {readonly PlacedBlock[]} blocks
 * @returns {Share}
 */
function keyframeClusters(clusters, blocks) {
  const opening = clusters.map((start) => blocks.find((block) => block.offset > start));
  return {
    clean: opening.filter((block) => block?.track.type === 'video' && block.keyframe).length,
    of: clusters.length,
  };
}

/**
 * @param {readonly Uint8Array[]} chunks
 * @param {readonly number[]} clusters
 * @param {readonly PlacedBlock[]} blocks
 * @returns {Share}
 */
function cutsBehindIdOctet(chunks, clusters, blocks) {
  const starts = new Set([...clusters, ...blocks.map((block) => block.offset)]);
  let end = 0;
  const cuts = chunks.slice(0, -1).map((chunk) => (end += chunk.length));
  return { clean: cuts.filter((cut) => starts.has(cut - 1)).length, of: cuts.length };
}

/**
 * @param {readonly Uint8Array[]} files
 * @returns {Promise<Share>}
 */
async function cleanShare(files) {
  let clean = 0;
  for (const file of files) if (await decodesClean(file)) clean++;
  return { clean, of: files.length };
}

/**
 * Whether ffmpeg decodes a file to its end, with at least one frame of video and without a message.
 *
 * @param {Uint8Array} file
 * @returns {Promise<boolean>}
 */
function decodesClean(file) {
  const options = ['-v', 'warning', '-xerror', '-i', 'pipe:0', '-map', '0:v', '-f', 'framecrc', '-'];
  const decoder = spawn(process.env['FFMPEG_PATH'] ?? 'ffmpeg', options);
  return new Promise((resolve, reject) => {
    let messages = '';
    let frames = 0;
    decoder.on('error', reject);
    decoder.stderr.on('data', (/** @type {Buffer} */ text) => (messages += text.toString()));
    decoder.stdout.on(
      'data',
      (/** @type {Buffer} */ text) => (frames += text.toString().split('\n').filter(isFrame).length),
    );
    decoder.on('close', (code) => {
      resolve(code === 0 && messages === '' && frames > 0);
    });
    decoder.stdin.on('error', () => undefined); // a decoder that gives up closes its input
    decoder.stdin.end(file);
  });
}

/** @param {string} line */
function isFrame(line) {
  return line !== '' && !line.startsWith('#');
}
