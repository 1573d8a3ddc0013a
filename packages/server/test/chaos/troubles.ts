import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningServer } from '../support/running-server.js';
import type { Random } from './random.js';
import { SlowViewer } from './slow-viewer.js';
import type { TestedServer } from './tested-server.js';

/** What can go wrong. */
export const TROUBLES = [
  'cut',
  'cut amid a message',
  'no network for a while',
  'server killed',
  'server stopped and started',
  'ffmpeg killed',
  'disk full for a while',
  'slow viewer',
] as const;

export type Trouble = (typeof TROUBLES)[number];

/** What troubles are made for. */
export interface TroubledRun {
  readonly server: TestedServer;
  readonly random: Random;
  /** Streams that are being published. */
  readonly streams: () => readonly string[];
  /** Called with a server that has just ended, before the next one starts. */
  readonly look: (left: RunningServer) => Promise<void>;
}

/** Makes one trouble, and resolves when it is over. Every decision comes from the random numbers of the run. */
export async function makeTrouble(trouble: Trouble, run: TroubledRun): Promise<void> {
  const { server, random } = run;
  switch (trouble) {
    case 'cut':
      return server.line.cut();
    case 'cut amid a message':
      return server.line.cutAfter(random.between(1, 60_000));
    case 'no network for a while':
      server.line.down();
      await delay(random.between(500, 10_000));
      return server.line.mend();
    case 'server killed':
      return server.restart('SIGKILL', run.look);
    case 'server stopped and started':
      return server.restart('SIGTERM', run.look);
    case 'ffmpeg killed':
      await server.killDecoder((count) => random.between(0, Math.max(0, count - 1)));
      return;
    case 'disk full for a while':
      return fillDisk(server.running, random.between(500, 3000));
    case 'slow viewer':
      return watchSlowly(run);
    default:
      return trouble satisfies never;
  }
}

/** No file may grow beyond the longest journal there is: some streams are full at once, others soon, amid an entry. */
async function fillDisk(server: RunningServer, forMs: number): Promise<void> {
  const directory = join(server.dataDirectory, 'streams');
  const journals = (await readdir(directory)).map((stream) => join(directory, stream, 'ingest.journal'));
  const octets = await Promise.all(
    journals.map(async (path) =>
      stat(path).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  await server.limitFiles(Math.max(10_000, ...octets) + 1000);
  await delay(forMs);
  await server.limitFiles('unlimited');
}

async function watchSlowly({ server, random, streams }: TroubledRun): Promise<void> {
  const live = streams();
  if (live.length === 0) return;
  const viewer = new SlowViewer(server.running.port, random.pick(live));
  await delay(random.between(1000, 5000));
  viewer.leave();
}
