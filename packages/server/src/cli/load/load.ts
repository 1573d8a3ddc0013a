import { setTimeout as delay } from 'node:timers/promises';
import { ServerError } from '../../errors.js';
import type { Invocation } from '../invocation.js';
import { readRecordedChunks } from '../replay/recorded-chunks.js';
import { compareRecording, type RecordingComparison } from './compare-recording.js';
import { type LoadArguments, readLoadArguments } from './load-arguments.js';
import { lengthMs, LoadPublisher, roundsIn } from './load-publisher.js';
import { isWhole, loadReport, reportLines, type UsageWindow } from './load-report.js';
import { LoadServer } from './load-server.js';
import type { MemorySample } from './memory-trend.js';
import { type TreeUsage, treeUsage } from './process-usage.js';

export { LOAD_HELP } from './load-arguments.js';

const PROGRESS_MS = 1000;
/** How often memory is looked at for its trend. */
const SAMPLE_SECONDS = 10;
/** Publishers begin spread over so long, as people do, or over one timeslice where it makes no difference. */
const SPREAD_MS = 1000;

/**
 * Publishes a fixture many times over at its recorded pace, from this process to a server in another one, and reports
 * what the server did with it.
 *
 * @returns 0 when everything was acknowledged and every recording is identical to its source, else 1
 */
export async function load({ flags, writeLine, writeNote }: Invocation): Promise<number> {
  const given = readLoadArguments(flags);
  const server = await serverFor(given);
  try {
    const report = await runLoad(given, server, writeNote);
    if (given.json) writeLine(JSON.stringify(report, undefined, 2));
    else for (const line of reportLines(report)) writeLine(line);
    return isWhole(report) ? 0 : 1;
  } finally {
    await server.close();
  }
}

function serverFor({ url, streams, serverFlags }: LoadArguments): Promise<LoadServer> | LoadServer {
  return url === undefined ? LoadServer.start(['--max-streams', String(streams), ...serverFlags]) : LoadServer.at(url);
}

async function runLoad(given: LoadArguments, server: LoadServer, writeNote: (line: string) => void) {
  const { streams, seconds, fps, token, fixture } = given;
  const recording = await readRecordedChunks(fixture);
  const ingestUrl = `${server.url.replace(/^http/, 'ws').replace(/\/$/, '')}/ingest`;
  const publishers = Array.from({ length: streams }, (_, index) => {
    const startAfterMs = (SPREAD_MS * index) / streams;
    return new LoadPublisher({ ingestUrl, recording, seconds, fps, token, startAfterMs });
  });
  const running = { isOver: false };
  const watched = watch(server.pid, publishers, running, writeNote);
  await Promise.all(publishers.map((publisher) => publisher.run()));
  running.isOver = true;
  const usage = await watched;
  const comparisons: RecordingComparison[] = [];
  for (const publisher of publishers) {
    writeNote(`comparing recording ${comparisons.length + 1} of ${streams}`);
    comparisons.push(await compare(publisher, server.url, token));
  }
  const publishedSeconds = (roundsIn(recording, seconds) * lengthMs(recording)) / 1000;
  return loadReport(publishers, publishedSeconds, comparisons, usage);
}

/** Says once a second how it goes, and looks what the server uses. */
async function watch(
  pid: number | undefined,
  publishers: readonly LoadPublisher[],
  running: { readonly isOver: boolean },
  writeNote: (line: string) => void,
): Promise<UsageWindow | undefined> {
  const before = await usageOf(pid);
  let [after, largest] = [before, before];
  const samples: MemorySample[] = [];
  for (let seconds = 1; !running.isOver; seconds++) {
    await delay(PROGRESS_MS);
    after = (await usageOf(pid)) ?? after;
    largest = larger(largest, after);
    if (after !== undefined && seconds % SAMPLE_SECONDS === 0)
      samples.push({ seconds, residentOctets: after.own.residentOctets });
    writeNote(progressLine(publishers, seconds, after));
  }
  if (before === undefined || after === undefined || largest === undefined) return undefined;
  return { before, after, largest, samples };
}

async function usageOf(pid: number | undefined): Promise<TreeUsage | undefined> {
  return pid === undefined ? undefined : treeUsage(pid);
}

function larger(one: TreeUsage | undefined, other: TreeUsage | undefined): TreeUsage | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const most = (read: (usage: TreeUsage) => number): number => Math.max(read(one), read(other));
  return {
    own: { ...other.own, residentOctets: most(({ own }) => own.residentOctets) },
    children: { ...other.children, residentOctets: most(({ children }) => children.residentOctets) },
  };
}

function progressLine(publishers: readonly LoadPublisher[], seconds: number, usage: TreeUsage | undefined): string {
  const sum = (read: (publisher: LoadPublisher) => number): number =>
    publishers.reduce((total, publisher) => total + read(publisher), 0);
  const resident = usage === undefined ? '' : `, ${(usage.own.residentOctets / 1e6).toFixed(0)} MB`;
  return (
    `${seconds} s: ${sum(({ sent }) => sent)} chunks sent, ${sum(({ acknowledged }) => acknowledged)} acknowledged, ` +
    `${sum(({ framesAnalysed }) => framesAnalysed)} frames analysed, ` +
    `${sum(({ errors }) => errors.length)} errors${resident}`
  );
}

async function compare(publisher: LoadPublisher, url: string, token: string | undefined): Promise<RecordingComparison> {
  const files = await recordingOf(publisher.stream, url, token);
  return compareRecording(published(publisher), files);
}

function* published(publisher: LoadPublisher): Generator<Uint8Array> {
  for (let sequence = 0; sequence < publisher.sent; sequence++) yield publisher.chunkAt(sequence);
}

/** The files of a stream's recording, as the server serves them. */
async function recordingOf(stream: string, url: string, token: string | undefined): Promise<readonly Uint8Array[]> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(new URL(`/api/streams/${stream}`, url), { headers });
  // A stream that could not even be begun has no recording, which is what the report then says.
  if (!answer.ok) return [];
  const { recordings } = (await answer.json()) as { readonly recordings: readonly { readonly path: string }[] };
  return Promise.all(
    recordings.map(async ({ path }) => {
      const file = await fetch(new URL(path, url), { headers });
      if (!file.ok) throw new ServerError('not-found', `${path} cannot be read: the server answered ${file.status}`);
      return new Uint8Array(await file.arrayBuffer());
    }),
  );
}
