/* `node packages/server/bench/restore/main.mjs [HOURS]`: what going on with an interrupted stream costs, by its length. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { Reassembler } from 'webm-reassembler';
import { KeptStream } from '../../dist/record/kept-stream.js';
import { StreamRecorder } from '../../dist/record/stream-recorder.js';

const hours = Number(process.argv[2] ?? '0.25');
const fixture = new URL('../../../../fixtures/chromium156-faces-vp8-opus-250ms/', import.meta.url);
const manifest = asManifest(JSON.parse(readFileSync(new URL('manifest.json', fixture), 'utf8')));
const chunks = manifest.chunks.map((_, index) =>
  readFileSync(new URL(`${String(index).padStart(4, '0')}.bin`, fixture)),
);
const rounds = Math.round((hours * 3_600_000) / (manifest.chunks.at(-1)?.t ?? 1));

const root = await mkdtemp(join(tmpdir(), 'restore-bench-'));
/** @type {import('../../dist/record/stream-recorder.js').RecorderOptions} */
const options = {
  sync: { when: 'never', intervalMs: 1000 },
  keepsJournal: false,
  onFailing: (/** @type {unknown} */ thrown) => say(String(thrown)),
  onRecovered: () => undefined,
};
/** @type {import('../../dist/record/journal/journal-start.js').JournalStart} */
const start = { version: 1, id: 'a', mimeType: manifest.mimeType, startedAt: '', canResume: true, address: '' };
const directory = join(root, 'a');

const written = await timed(async () => {
  const recorder = await StreamRecorder.create(directory, start, options);
  const reassembler = new Reassembler({ mediaSegments: 'per-call' });
  for (let sequence = 0; sequence < rounds * chunks.length; sequence += 1) {
    const octets = chunks[sequence % chunks.length] ?? new Uint8Array();
    await recorder.take({ sequence, receivedAtMs: 0, octets, outputs: reassembler.feed(octets, { sequence }) });
  }
  recorder.abandon();
  await new Promise((resolve) => setTimeout(resolve, 100));
});
const { size } = await stat(join(directory, 'ingest.journal'));
const restored = await timed(async () => {
  const kept = await KeptStream.open(directory, options);
  const reassembler = new Reassembler({ mediaSegments: 'per-call' });
  await kept.follow((entry) =>
    entry.kind === 'chunk' ? reassembler.feed(entry.octets, { sequence: entry.sequence }) : [],
  );
  kept.recorder.abandon();
});
await rm(root, { recursive: true, force: true });

const mebioctets = size / 2 ** 20;
say(`${hours} h of stream, ${rounds * chunks.length} chunks, journal of ${mebioctets.toFixed(0)} MiB`);
say(`written in ${written.toFixed(1)} s, ${((written * 1e6) / (rounds * chunks.length)).toFixed(0)} us a chunk`);
say(
  `restored in ${restored.toFixed(1)} s, ${(mebioctets / restored).toFixed(0)} MiB/s: ${(restored / hours).toFixed(1)} s for an hour`,
);
say(`largest resident set ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);

/**
 * Boundary: fixtures are checked by their own tests.
 *
 * @param {unknown} value
 */
function asManifest(value) {
  return /** @type {{ readonly mimeType: string; readonly chunks: readonly { readonly t: number }[] }} */ (value);
}

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`);
}

/** @param {() => Promise<void>} work */
async function timed(work) {
  const startedAtMs = performance.now();
  await work();
  return (performance.now() - startedAtMs) / 1000;
}
