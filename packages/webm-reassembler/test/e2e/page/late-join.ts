import { GopBuffer, Reassembler, type Output } from '../../../src/index.js';
import { decodeAll, difference, thumbnailOf } from './pictures.js';
import { SAME_PICTURE } from './same-picture.js';
import { chunksOf } from './served-stream.js';
import { Viewer } from './viewer.js';

/** What became of one late join. */
export interface JoinReport {
  /** The chunk behind which was joined: the one asked for, or the first after it that there was anything to join at. */
  readonly chunk: number;
  /** Timestamp of the first block of the join, and of the last that was appended. */
  readonly joinMs: number;
  readonly lastMs: number;
  /** Timestamp of the first block of each track from the join on. */
  readonly trackStartsMs: readonly number[];
  readonly bufferedMs: readonly (readonly [start: number, end: number])[];
  /** Where it stood when it had ended. */
  readonly endedAtMs: number;
  readonly hasVideo: boolean;
  /** `mediaTime` of each frame that was presented. */
  readonly shownMs: readonly number[];
  /** How often the player stood still amid what was buffered, and had to be told to go on. */
  readonly standstills: number;
  /**
   * How much the picture at the end differs from whichever frame of that time it is most like: mean difference of a pixel,
   * of 255. Absent for sound alone, and where nothing is shown.
   */
  readonly difference: number | undefined;
}

/** Whether this browser's MediaSource says that it takes the type. */
export function supports(mimeType: string): boolean {
  return MediaSource.isTypeSupported(mimeType);
}

/** Joins a stream behind a chunk, appends what follows chunk by chunk while it plays, and plays to its end. */
export async function joinAt(name: string, wanted: number, rate: number, patienceMs: number): Promise<JoinReport> {
  const chunks = await chunksOf(name);
  const reassembler = new Reassembler({ mediaSegments: 'continuing' });
  const buffer = new GopBuffer();
  let chunk = -1;
  let join = buffer.join();
  while (chunk < wanted || join === undefined) {
    const octets = chunks[(chunk += 1)];
    if (octets === undefined) throw new Error('there was nothing to join');
    buffer.add(reassembler.feed(octets));
    join = buffer.join();
  }
  const viewer = await Viewer.open(join.initSegment.mimeType);
  const sent = [join.octets];
  try {
    await viewer.append(ownOctets(join.octets));
    let isPlaying = false;
    for (const octets of [...chunks.slice(chunk + 1), undefined]) {
      if (!isPlaying && viewer.bufferedMs.length > 0) {
        viewer.playFromStart(rate);
        isPlaying = true;
      }
      const continuation = octetsOf(octets === undefined ? reassembler.end() : reassembler.feed(octets));
      sent.push(continuation);
      await viewer.append(continuation);
    }
    if (!isPlaying) viewer.playFromStart(rate);
    await viewer.playToEnd(patienceMs);
    const report = reportOf(sent);
    const difference = report.hasVideo ? await differenceAtTheEnd(viewer, name) : undefined;
    return { chunk, joinMs: join.startMs, ...report, ...shownBy(viewer), difference };
  } finally {
    viewer.close();
  }
}

/** What the viewer was sent, read anew. */
function reportOf(sent: readonly Uint8Array[]): Pick<JoinReport, 'lastMs' | 'trackStartsMs' | 'hasVideo'> {
  const reassembler = new Reassembler();
  const outputs = [...sent.flatMap((octets) => reassembler.feed(octets)), ...reassembler.end()];
  const blocks = outputs.flatMap((output) => (output.kind === 'media-segment' ? output.blocks : []));
  const starts = new Map<number, number>();
  for (const { track, timestampMs } of blocks) {
    starts.set(track.number, Math.min(starts.get(track.number) ?? Infinity, timestampMs));
  }
  return {
    lastMs: Math.max(...blocks.map(({ timestampMs }) => timestampMs)),
    trackStartsMs: [...starts.values()],
    hasVideo: blocks.some(({ track }) => track.type === 'video'),
  };
}

function shownBy(viewer: Viewer): Pick<JoinReport, 'bufferedMs' | 'endedAtMs' | 'shownMs' | 'standstills'> {
  const { video, bufferedMs, shownMs, standstills } = viewer;
  return { bufferedMs, endedAtMs: video.currentTime * 1000, shownMs, standstills };
}

/** How far from the last frame that the player told of the one may be that it shows, in ms: it tells of some only. */
const UNTOLD_MS = 500;
/** How long the player may tell of a frame after it had ended, and show it: at eight times the pace a busy one is late. */
const FRAME_PATIENCE_MS = 60_000;

/** Judges at once what is right, all else when patience is over. */
async function differenceAtTheEnd(viewer: Viewer, name: string): Promise<number | undefined> {
  const endMs = performance.now() + FRAME_PATIENCE_MS;
  for (;;) {
    const found = await differenceOf(viewer, name);
    if ((found !== undefined && found < SAME_PICTURE) || performance.now() > endMs) return found;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function differenceOf({ video, shownMs }: Viewer, name: string): Promise<number | undefined> {
  const lastMs = shownMs.at(-1);
  if (video.videoWidth === 0 || lastMs === undefined) return undefined;
  const shown = thumbnailOf(video);
  const frames = await decodeAll(await chunksOf(name), (timestampMs) => Math.abs(timestampMs - lastMs) < UNTOLD_MS);
  return Math.min(...frames.map(({ picture }) => difference(shown, picture)));
}

function octetsOf(outputs: readonly Output[]): Uint8Array<ArrayBuffer> {
  const parts = outputs.flatMap((output) => (output.kind === 'gap' ? [] : [output.octets]));
  const octets = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    octets.set(part, at);
    at += part.length;
  }
  return octets;
}

/** `appendBuffer` wants to see in the type that the octets are not shared with another thread. */
function ownOctets(octets: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(octets);
}
