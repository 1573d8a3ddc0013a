import { jest } from '@jest/globals';
import { ChaosRun } from '../chaos/chaos-run.js';
import type { Trouble } from '../chaos/troubles.js';

// Three servers are started one after the other, each with its models to load, beside whatever else the machine does.
jest.setTimeout(600_000);

const TROUBLES: readonly Trouble[] = [
  'cut amid a message',
  'disk full for a while',
  'server killed',
  'ffmpeg killed',
  'cut',
  'slow viewer',
  'server stopped and started',
  'cut amid a message',
];

test('whatever goes wrong, what is recorded is what uncut runs record, octet for octet', async () => {
  let next = 0;
  const report = await new ChaosRun({
    seed: 1,
    fixtures: ['chromium156-faces-vp8-opus-250ms', 'firefox153-fake-vp8-opus-250ms'],
    repeats: 1,
    speed: 2,
    publishers: 2,
    nextTrouble: () => {
      const trouble = TROUBLES[next++];
      return trouble === undefined ? undefined : { quietMs: 500, trouble };
    },
  }).run();
  expect(report.faults).toEqual([]);
  expect(report.outcomes.length).toBeGreaterThanOrEqual(2);
  expect(report.identical).toBe(report.outcomes.length);
  expect(report.outcomes.reduce((sum, { reconnects }) => sum + reconnects, 0)).toBeGreaterThan(0);
  expect(report.outcomes.reduce((sum, { lost }) => sum + lost, 0)).toBe(0);
});
