import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Reassembler } from 'webm-reassembler';
import { type Fixture, loadFixture } from '../../../../fixtures/load.js';
import type { RunningServer } from '../support/running-server.js';
import type { ChaosReport } from './chaos-report.js';
import { uploadAtPace, type UploadOutcome } from './paced-upload.js';
import { Random } from './random.js';
import { ShakyLine } from './shaky-line.js';
import { TestedServer } from './tested-server.js';
import { makeTrouble, type Trouble } from './troubles.js';

/** What a run does. */
export interface ChaosPlan {
  readonly seed: number;
  readonly fixtures: readonly string[];
  /** How often each is repeated within a stream. */
  readonly repeats: number;
  /** Times the recorded pace. */
  readonly speed: number;
  /** Streams that are published at once. */
  readonly publishers: number;
  /** The next trouble, and how long it is quiet before it; `undefined` when the run is to end. */
  readonly nextTrouble: (
    random: Random,
    elapsedMs: number,
  ) => { readonly quietMs: number; readonly trouble: Trouble } | undefined;
  readonly onProgress?: (progress: ChaosProgress) => void;
}

/** How a run is doing. */
export interface ChaosProgress {
  readonly elapsedMs: number;
  readonly streams: number;
  readonly acknowledged: number;
  readonly trouble: string;
}

/** Publishes streams while everything goes wrong, and compares what was recorded with what uncut runs record. */
export class ChaosRun {
  readonly #plan: ChaosPlan;
  readonly #random: Random;
  readonly #faults: string[] = [];
  readonly #live = new Set<string>();
  readonly #troubles = new Map<Trouble, number>();
  readonly #outcomes: UploadOutcome[] = [];
  #uncut: ReadonlyMap<string, Buffer> = new Map();
  #acknowledged = 0;
  #identical = 0;
  #playableWhenKilled = 0;
  #isOver = false;

  constructor(plan: ChaosPlan) {
    this.#plan = plan;
    this.#random = new Random(plan.seed);
  }

  async run(): Promise<ChaosReport> {
    const line = await ShakyLine.open();
    const flags = ['--max-streams', '100', '--drain-timeout-ms', '60000'];
    const server = await TestedServer.start(line, flags, (fault) => this.#faults.push(fault));
    let startedAtMs = performance.now();
    try {
      this.#uncut = await recordUncut(server.running, this.#plan);
      startedAtMs = performance.now();
      const publishing = Array.from({ length: this.#plan.publishers }, async (_, index) =>
        this.#publish(server, index),
      );
      await this.#trouble(server, startedAtMs);
      await Promise.all(publishing);
      const { code } = await server.running.end('SIGTERM');
      if (code !== 0) this.#faults.push(`the last server ended with code ${String(code)}`);
    } finally {
      await server.cleanUp();
      await line.close();
    }
    return {
      seed: this.#plan.seed,
      seconds: (performance.now() - startedAtMs) / 1000,
      troubles: this.#troubles,
      outcomes: this.#outcomes,
      identical: this.#identical,
      playableWhenKilled: this.#playableWhenKilled,
      faults: this.#faults,
      serverLog: server.log,
    };
  }

  async #trouble(server: TestedServer, startedAtMs: number): Promise<void> {
    const run = {
      server,
      random: this.#random,
      streams: () => [...this.#live],
      look: async (left: RunningServer) => this.#lookAtLeft(left),
    };
    for (;;) {
      const elapsedMs = performance.now() - startedAtMs;
      const next = this.#plan.nextTrouble(this.#random, elapsedMs);
      if (next === undefined) break;
      this.#tell(elapsedMs, 'quiet');
      await delay(next.quietMs);
      this.#tell(performance.now() - startedAtMs, next.trouble);
      await makeTrouble(next.trouble, run);
      this.#troubles.set(next.trouble, (this.#troubles.get(next.trouble) ?? 0) + 1);
    }
    this.#isOver = true;
    this.#tell(performance.now() - startedAtMs, 'over: the last streams are finished');
  }

  /** One publisher: one stream after the other until the troubles are over. */
  async #publish(server: TestedServer, publisher: number): Promise<void> {
    // Its own numbers, so that how fast another is changes nothing.
    const random = new Random(this.#plan.seed + 1000 * (publisher + 1));
    for (let count = 0; !this.#isOver; count += 1) {
      const fixture = random.pick(this.#plan.fixtures);
      const stream = `publisher-${publisher}-stream-${count}`;
      this.#live.add(stream);
      const outcome = await uploadAtPace({
        url: `ws://127.0.0.1:${server.line.port}/ingest`,
        stream,
        fixture,
        recording: repeated(fixture, this.#plan.repeats),
        speed: this.#plan.speed,
        random: random.next,
        onAcknowledged: () => (this.#acknowledged += 1),
      });
      this.#live.delete(stream);
      this.#outcomes.push(outcome);
      await this.#judge(server.running, outcome);
    }
  }

  async #judge(server: RunningServer, { stream, fixture, result, chunks, acknowledged }: UploadOutcome): Promise<void> {
    if (result.kind === 'failed') return void this.#faults.push(`${stream}: ${result.code}: ${result.message}`);
    if (acknowledged !== chunks || result.chunks !== chunks)
      this.#faults.push(`${stream}: of ${chunks} chunks ${acknowledged} acknowledged, ${result.chunks} recorded`);
    const recorded = await readFile(server.pathOf(stream, 'recording.webm')).catch(() => Buffer.alloc(0));
    if (this.#uncut.get(fixture)?.equals(recorded) === true) this.#identical += 1;
    else this.#faults.push(`${stream}: its recording of ${fixture} is not that of an uncut run`);
  }

  /** Every recording must play as a dead server left it: whole Clusters, and at most one that is cut off. */
  async #lookAtLeft(left: RunningServer): Promise<void> {
    for (const stream of await readdir(join(left.dataDirectory, 'streams'))) {
      const octets = await readFile(left.pathOf(stream, 'recording.webm')).catch(() => undefined);
      if (octets === undefined || !this.#live.has(stream)) continue;
      const reassembler = new Reassembler({ mediaSegments: 'per-call' });
      const outputs = [...reassembler.feed(octets), ...reassembler.end()];
      const damage = outputs.find((output) => output.kind === 'gap' && output.code !== 'truncated');
      if (damage?.kind === 'gap') this.#faults.push(`${stream}: as the server left it: ${damage.message}`);
      else this.#playableWhenKilled += 1;
    }
  }

  #tell(elapsedMs: number, trouble: string): void {
    const streams = this.#outcomes.length + this.#live.size;
    this.#plan.onProgress?.({ elapsedMs, streams, acknowledged: this.#acknowledged, trouble });
  }
}

/**
 * A fixture as a stream that is long enough to be in the middle of when something happens: the recorder restarts when
 * it has come to the end, `times` times in all.
 */
function repeated(name: string, times: number): Fixture {
  const { manifest, chunks } = loadFixture(name);
  const lengthMs = manifest.chunks.at(-1)?.t ?? 0;
  const rounds = Array.from({ length: times }, (_, round) => round);
  return {
    name,
    chunks: rounds.flatMap(() => chunks),
    manifest: {
      ...manifest,
      chunks: rounds.flatMap((round) => manifest.chunks.map((chunk) => ({ ...chunk, t: chunk.t + round * lengthMs }))),
    },
  };
}

/** What the server records of each fixture while nothing disturbs it. */
async function recordUncut(
  server: RunningServer,
  { fixtures, repeats }: ChaosPlan,
): Promise<ReadonlyMap<string, Buffer>> {
  const entries = fixtures.map(async (fixture): Promise<readonly [string, Buffer]> => {
    const recording = repeated(fixture, repeats);
    const common = { url: server.ingestUrl, stream: fixture, fixture, recording, random: Math.random };
    const { result } = await uploadAtPace({ ...common, speed: Infinity, onAcknowledged: () => undefined });
    if (result.kind === 'failed') throw new Error(`${fixture} cannot be recorded uncut: ${result.message}`);
    return [fixture, await readFile(server.pathOf(fixture, 'recording.webm'))];
  });
  return new Map(await Promise.all(entries));
}
