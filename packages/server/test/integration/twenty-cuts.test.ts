import { readFile } from 'node:fs/promises';
import { jest } from '@jest/globals';
import { loadFixture } from '../../../../fixtures/load.js';
import { uploadAtPace } from '../chaos/paced-upload.js';
import { Random } from '../chaos/random.js';
import { ShakyLine } from '../chaos/shaky-line.js';
import { expectedRecording } from '../support/expected-recording.js';
import { RunningServer } from '../support/running-server.js';

// A server needs seconds to load its models, more where other tests run beside this one.
jest.setTimeout(240_000);

const CUTS = 20;
/** Times as fast as it was recorded, so that a minute's cuts come in a few seconds. */
const SPEED = 3;

describe('a publisher whose connection is cut twenty times, each time at another octet', () => {
  let server: RunningServer;
  let line: ShakyLine;

  beforeAll(async () => {
    server = await RunningServer.start();
    line = await ShakyLine.open();
    line.target = server.port;
  });

  afterAll(async () => {
    await server.cleanUp();
    await line.close();
  });

  test.each(['chromium156-faces-vp8-opus-250ms', 'firefox153-fake-vp8-opus-250ms'])(
    'loses nothing of %s: the recording is that of an uncut run, octet for octet',
    async (fixture) => {
      const recording = loadFixture(fixture);
      // Each with numbers of its own: where it is cut does not depend on how often the publisher tried to come back.
      const [random, backoffRandom] = [new Random(1), new Random(2)];
      // Spread over the recording: amid handshakes and messages, sometimes behind several whole ones.
      const farthest = (1.5 * totalOctets(recording.chunks)) / CUTS;
      let cuts = 0;
      const cutOnceMore = (): void => {
        if (cuts < CUTS)
          line.cutAfter(random.between(1, farthest), () => {
            cuts += 1;
            cutOnceMore();
          });
      };
      cutOnceMore();
      const { result, chunks, acknowledged, lost, gaps, reconnects } = await uploadAtPace({
        url: `ws://127.0.0.1:${line.port}/ingest`,
        stream: fixture,
        fixture,
        recording,
        speed: SPEED,
        random: backoffRandom.next,
        backoff: { firstMs: 40 },
        onAcknowledged: () => undefined,
      });
      expect(result).toMatchObject({ kind: 'ended', chunks });
      expect({ cuts, acknowledged, lost, gaps }).toEqual({ cuts: CUTS, acknowledged: chunks, lost: 0, gaps: 0 });
      expect(reconnects).toBeGreaterThan(CUTS / 2);
      const recorded = await readFile(server.pathOf(fixture, 'recording.webm'));
      expect(recorded.equals(expectedRecording(recording.manifest.mimeType, recording.chunks))).toBe(true);
    },
  );
});

function totalOctets(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((total, chunk) => total + chunk.length, 0);
}
