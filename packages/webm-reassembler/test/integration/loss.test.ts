import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GopPieces } from 'webm-reassembler';
import { dropsOf, type Drop } from '../../fuzz/loss/drops.js';
import { measureLosses, type LossRow } from '../../fuzz/loss/table.js';
import { Random } from '../../fuzz/random.js';
import { decodeAll, describeWithFfmpeg } from '../support/ffmpeg.js';
import { feedAll, feedSequenced } from '../support/feed.js';
import { blocksOf } from '../support/promises.js';
import { loadFixture, recordings } from '../support/recordings.js';

const TIME_LIMIT_MS = 240_000;
const DROPS_A_CASE = 12;

describe('parts of recordings that never arrive', () => {
  let rows: readonly LossRow[] = [];
  beforeAll(() => {
    rows = measureLosses(DROPS_A_CASE, 7);
  }, TIME_LIMIT_MS);

  const rowOf = (name: string): LossRow => {
    const row = rows.find((candidate) => candidate.name === name);
    if (row === undefined) throw new Error(`${name} was not measured`);
    return row;
  };

  test.each(recordings)('%s: numbered, each loss is told, and no frame that depends on it comes out', (name) => {
    const { numbered } = rowOf(name);
    expect([numbered.found, numbered.dependentFrames]).toEqual([numbered.losses, 0]);
  });

  test.each(recordings)('%s: undamaged, in any cuts, it gives no alarm', (name) => {
    expect(rowOf(name).alarmsUndamaged).toBe(0);
  });

  test('with sound, or with frames that say what they build on, nine losses of ten are noticed', () => {
    const telling = rows.filter(({ name }) => /opus|h264|alpha/.test(name) && !name.includes('tiny'));
    const losses = telling.reduce((sum, { all }) => sum + all.losses, 0);
    const found = telling.reduce((sum, { all }) => sum + all.found, 0);
    expect(found / losses).toBeGreaterThan(0.9);
  });

  test('of the gaps that tell of a loss, nineteen of twenty are right', () => {
    const gaps = rows.reduce((sum, { all }) => sum + all.gaps, 0);
    const falseAlarms = rows.reduce((sum, { all }) => sum + all.falseAlarms, 0);
    expect(falseAlarms / gaps).toBeLessThan(0.05);
  });

  test.each(['chromium156-faces-h264-opus-250ms', 'chromium156-alpha-canvas-vp9-250ms'])(
    '%s: its frames tell of each lost chunk at once, without numbers',
    (name) => {
      expect(rowOf(name).byCase.get('one chunk')).toMatchObject({ late: 0, dependentFrames: 0 });
    },
  );
});

describeWithFfmpeg('what is left of a recording with lost chunks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loss-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const names = recordings.filter((name) => /tiny|alpha-canvas-vp8|short-gop|h264|restart|firefox153-pause/.test(name));

  test.each(names)(
    '%s: each picture is the one that the undamaged recording has at that time',
    async (name) => {
      const { chunks } = loadFixture(name);
      const lengths = chunks.map(({ length }) => length);
      const drops = dropsOf('several', lengths, 3, new Random(5));
      const original = await picturesOf(feedAll(chunks));
      for (const drop of drops) {
        const left = await picturesOf(feedWithout(chunks, drop));
        const hashes = new Set(original.map(({ hash }) => hash));
        expect(left.filter(({ hash }) => !hashes.has(hash))).toEqual([]);
      }
    },
    TIME_LIMIT_MS,
  );

  function feedWithout(chunks: readonly Uint8Array[], drop: Drop) {
    const lost = 'chunks' in drop ? drop.chunks : [];
    return feedSequenced(
      chunks.map((octets, sequence) => ({ octets, sequence })).filter(({ sequence }) => !lost.includes(sequence)),
    );
  }

  /** The pictures of all groups of pictures, by their own times within the stream. */
  async function picturesOf(outputs: ReturnType<typeof feedAll>) {
    const gops = new GopPieces();
    const pieces = [...gops.add(outputs), ...gops.end()];
    const files = pieces.map(({ octets }) => ({
      octets,
      hasVideo: blocksOf(feedAll([octets])).some(({ track }) => track.type === 'video'),
    }));
    return (await decodeAll(files, { folder })).flatMap(({ frames }) => frames);
  }
});
