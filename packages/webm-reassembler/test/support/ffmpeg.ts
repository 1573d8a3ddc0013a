import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const isInstalled = spawnSync('ffmpeg', ['-version']).status === 0 && spawnSync('ffprobe', ['-version']).status === 0;

/**
 * Defines tests that need ffmpeg and ffprobe. Where they are missing the tests are reported as skipped, with the reason;
 * where `CI` is true they run, and fail.
 */
export function describeWithFfmpeg(name: string, define: () => void): void {
  if (isInstalled || process.env['CI'] === 'true') describe(name, define);
  else describe.skip(`${name} (skipped: ffmpeg and ffprobe are not installed; on Debian: apt install ffmpeg)`, define);
}

/** Files at once in one process: starting one costs more than decoding a second of video. */
const FILES_A_PROCESS = 16;

/** A decoded picture: its presentation time in the file and the MurmurHash3, of 128 bits, of its pixels. */
export interface DecodedFrame {
  readonly ptsMs: number;
  readonly hash: string;
}

/** What ffmpeg makes of one file. */
export interface Decoded {
  /** Width and height of the first picture, "640x480"; `undefined` without video. */
  readonly size: string | undefined;
  readonly frames: readonly DecodedFrame[];
  /** Whether the first video packet is a keyframe; `undefined` without video. */
  readonly opensWithKeyframe: boolean | undefined;
}

/** The hash of every picture, file after file. */
export function hashesOf(decoded: readonly Decoded[]): readonly string[] {
  return decoded.flatMap(({ frames }) => frames.map(({ hash }) => hash));
}

/** A file to decode. */
export interface FileToDecode {
  readonly octets: Uint8Array;
  readonly hasVideo: boolean;
}

/** Settings of a decoding. */
export interface DecodeSettings {
  readonly folder: string;
  /** Options before each input. */
  readonly inputOptions?: readonly string[];
}

/** What files decoded to without a message, by their octets and what ffmpeg was told of them. */
const known = new Map<string, Decoded>();

/**
 * Decodes picture and sound of each file, with `-v warning -xerror`. The same octets give the same frames, so that they
 * are decoded once for all tests of a suite: of a recording and of what a loss left of it most pieces are the same.
 *
 * @throws where ffmpeg says anything at all; the message names the file by its index
 */
export async function decodeAll(files: readonly FileToDecode[], settings: DecodeSettings): Promise<readonly Decoded[]> {
  const keyed = files.map((file, index) => ({ ...file, index, key: keyOf(file, settings) }));
  const unknown = new Map(keyed.filter(({ key }) => !known.has(key)).map((file) => [file.key, file]));
  const waiting = [...unknown.values()];
  for (let start = 0; start < waiting.length; start += FILES_A_PROCESS) {
    const batch = waiting.slice(start, start + FILES_A_PROCESS);
    const problem = await decodeBatch(batch, settings);
    if (problem !== '') throw new Error(await namedProblem(batch, settings, problem));
    for (const file of batch) known.set(file.key, readDecoded(file, settings.folder));
  }
  return keyed.flatMap(({ key }) => known.get(key) ?? []);
}

function keyOf({ octets, hasVideo }: FileToDecode, { inputOptions = [] }: DecodeSettings): string {
  return [createHash('sha256').update(octets).digest('hex'), hasVideo, ...inputOptions].join(' ');
}

interface IndexedFile extends FileToDecode {
  readonly index: number;
}

/** Decodes the files of a batch one by one, to say which of them ffmpeg speaks of. */
async function namedProblem(
  batch: readonly IndexedFile[],
  settings: DecodeSettings,
  together: string,
): Promise<string> {
  for (const file of batch) {
    const problem = await decodeBatch([file], settings);
    if (problem !== '') return `file ${file.index}: ${problem}`;
  }
  return `only together: ${together}`;
}

/** What ffmpeg says; nothing where all is well. */
async function decodeBatch(
  batch: readonly IndexedFile[],
  { folder, inputOptions = [] }: DecodeSettings,
): Promise<string> {
  for (const { octets, index } of batch) writeFileSync(join(folder, `${index}.webm`), octets);
  const inputs = batch.flatMap(({ index }) => ['-threads', '1', ...inputOptions, '-i', join(folder, `${index}.webm`)]);
  const outputs = batch.flatMap(({ index, hasVideo }, input) =>
    outputsOf(input, join(folder, String(index)), hasVideo),
  );
  const { status, stderr } = await run('ffmpeg', [
    '-v',
    'warning',
    '-xerror',
    '-nostdin',
    '-y',
    '-copyts',
    ...inputs,
    ...outputs,
  ]);
  return stderr !== '' || status === 0 ? stderr : `ffmpeg ended with ${status}`;
}

/** A fourth of the time of MD5, which takes as long as to decode. */
const HASHES = ['-f', 'framehash', '-hash', 'murmur3'];

/** Pictures at their own size and time as hashes, sound decoded and thrown away, and the first video packet with its flags. */
function outputsOf(input: number, path: string, hasVideo: boolean): readonly string[] {
  const sound = ['-map', `${input}:a?`, '-f', 'null'];
  if (!hasVideo) return [...sound, '-'];
  const asIs = ['-autoscale', '0', '-fps_mode', 'passthrough', '-enc_time_base', '1:1000', '-threads', '1'];
  const pictures = ['-map', `${input}:v:0`, ...asIs, ...HASHES, `${path}.frames`];
  const firstPacket = ['-map', `${input}:v:0`, '-c', 'copy', '-frames:v', '1', '-f', 'framecrc', `${path}.first`];
  // A null output without any stream is an error, so sound is decoded together with the pictures' own null.
  return [...pictures, ...firstPacket, '-map', `${input}:v:0`, '-c:v', 'copy', ...sound, '-'];
}

function readDecoded({ index, hasVideo }: IndexedFile, folder: string): Decoded {
  if (!hasVideo) return { size: undefined, frames: [], opensWithKeyframe: undefined };
  const lines = readFileSync(join(folder, `${index}.frames`), 'utf8').split('\n');
  const size = lines.find((line) => line.startsWith('#dimensions 0: '))?.slice('#dimensions 0: '.length);
  const frames = lines.filter((line) => /^\d/.test(line)).map(frameOf);
  const [first = ''] = readFileSync(join(folder, `${index}.first`), 'utf8')
    .split('\n')
    .filter((line) => /^\d/.test(line));
  return { size, frames, opensWithKeyframe: first !== '' && !first.includes('F=') }; // flags are printed where not "key" alone
}

/** `0, dts, pts, duration, size, hash` */
function frameOf(line: string): DecodedFrame {
  const [, , pts, , , hash = ''] = line.split(',').map((field) => field.trim());
  return { ptsMs: Number(pts), hash };
}

/** A packet as ffprobe reads it. */
export interface ProbedPacket {
  readonly stream: number;
  readonly pts: number;
  readonly size: number;
  readonly isKeyframe: boolean;
  readonly hash: string;
}

/** All packets of a file, in order, by ffprobe. */
export async function probePackets(octets: Uint8Array, folder: string): Promise<readonly ProbedPacket[]> {
  const path = join(folder, 'probed.webm');
  writeFileSync(path, octets);
  const fields = 'packet=stream_index,pts,size,flags,data_hash';
  const args = ['-v', 'error', '-show_packets', '-show_data_hash', 'md5', '-show_entries', fields, '-of', 'json', path];
  const { stdout, stderr } = await run('ffprobe', args);
  if (stderr !== '') throw new Error(stderr);
  return packetsIn(stdout).map((packet) => ({
    stream: packet.stream_index,
    pts: packet.pts,
    size: Number(packet.size),
    isKeyframe: packet.flags.startsWith('K'),
    hash: packet.data_hash.replace('MD5:', ''),
  }));
}

interface PacketJson {
  readonly stream_index: number;
  readonly pts: number;
  readonly size: string;
  readonly flags: string;
  readonly data_hash: string;
}

/** Where ffprobe's JSON becomes typed. */
function packetsIn(json: string): readonly PacketJson[] {
  return (JSON.parse(json) as { readonly packets: readonly PacketJson[] }).packets;
}

interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(command: string, args: readonly string[]): Promise<Finished> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (octets: Buffer) => stdout.push(octets));
  child.stderr.on('data', (octets: Buffer) => stderr.push(octets));
  const text = (parts: readonly Buffer[]): string => Buffer.concat(parts).toString('utf8');
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, stdout: text(stdout), stderr: text(stderr) }));
  });
}
