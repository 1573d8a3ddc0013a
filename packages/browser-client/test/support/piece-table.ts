import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { BrowserPage } from './browser-page.js';
import { FFPROBE, pathOf } from './tools.js';

/** A stored chunk as the server lists it. */
export interface Piece {
  readonly sequence: number;
  readonly path: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly leadInMs: number;
}

/** What became of the chunks of one stream. */
export interface PieceTable {
  readonly sent: number;
  readonly stored: number;
  readonly acceptedByFfprobe: number;
  readonly playedByBrowser: number;
}

/** The server's list of a stream's stored chunks. */
export async function fetchPieces(server: string, stream: string): Promise<readonly Piece[]> {
  const response = await fetch(new URL(`/api/streams/${stream}/chunks`, server));
  const { chunks } = asPieceList(await response.json());
  return chunks;
}

/**
 * Number of video frames that ffprobe decodes of a file on the server, without any complaint.
 *
 * @throws Error with what ffprobe says, when it says anything
 */
export async function countFrames(address: string): Promise<number> {
  const args = ['-v', 'warning', '-count_frames', '-select_streams', 'v', '-show_entries', 'stream=nb_read_frames'];
  const { stdout, stderr } = await promisify(execFile)(pathOf(FFPROBE), [...args, '-of', 'csv=p=0', address]);
  if (stderr !== '') throw new Error(`${address}: ${stderr}`);
  return Number.parseInt(stdout, 10);
}

/** How many of the files ffprobe decodes at least one video frame of, without any complaint. */
export async function countAccepted(
  server: string,
  pieces: readonly Piece[],
  onRefused: (reason: string) => void,
): Promise<number> {
  let accepted = 0;
  for (const { path } of pieces) {
    const frames = await countFrames(new URL(path, server).href).catch((error: unknown) => {
      onRefused(String(error));
      return 0;
    });
    if (frames > 0) accepted += 1;
  }
  return accepted;
}

/** How a file fared in a `<video>`. */
export interface Playback {
  readonly sequence: number;
  /** `played` from the first picture to the end, or what went wrong. */
  readonly outcome: string;
}

/** Plays the files in `<video>`s of the page, three at a time and faster than they were recorded. One that stands still for a minute is stuck. */
export async function playAll(page: BrowserPage, pieces: readonly Piece[]): Promise<readonly Playback[]> {
  const playbacks = await page.evaluate(`(async () => {
    const waiting = ${JSON.stringify(pieces)};
    const playbacks = [];
    const hasPicture = (video) => {
      const context = new OffscreenCanvas(1, 1).getContext('2d');
      context.drawImage(video, 0, 0, 1, 1);
      return context.getImageData(0, 0, 1, 1).data[3] === 255;
    };
    const play = (piece) => new Promise((resolve) => {
      const video = document.createElement('video');
      video.muted = true;
      let timer;
      const finish = (outcome) => { clearTimeout(timer); video.removeAttribute('src'); video.load(); resolve(outcome); };
      const watch = () => {
        clearTimeout(timer);
        timer = setTimeout(() => finish('stuck at ' + video.currentTime + ' s of ' + video.duration + ' s'), 60_000);
      };
      watch();
      video.ontimeupdate = watch;
      video.onended = () => finish(hasPicture(video) ? 'played' : 'without a picture');
      video.onerror = () => finish('error ' + video.error.code + ': ' + video.error.message);
      video.src = piece.path;
      video.playbackRate = 4;
      video.play().catch((error) => finish(String(error)));
    });
    const work = async () => {
      for (let piece = waiting.shift(); piece !== undefined; piece = waiting.shift()) {
        playbacks.push({ sequence: piece.sequence, outcome: await play(piece) });
      }
    };
    await Promise.all([work(), work(), work()]);
    return playbacks;
  })()`);
  return asPlaybacks(playbacks);
}

/** Shows a table to the person who runs the tests. */
export function printTable(title: string, { sent, stored, acceptedByFfprobe, playedByBrowser }: PieceTable): void {
  const row = `chunks sent ${sent} | pieces stored ${stored} | ffprobe accepts ${acceptedByFfprobe} | browser plays to the end ${playedByBrowser}`;
  process.stderr.write(`${title}: ${row}\n`);
}

/** Boundary: the list comes from the server under test. */
function asPieceList(answer: unknown): { readonly chunks: readonly Piece[] } {
  return answer as { readonly chunks: readonly Piece[] };
}

/** Boundary: the value comes from the script above. */
function asPlaybacks(value: unknown): readonly Playback[] {
  return value as readonly Playback[];
}
