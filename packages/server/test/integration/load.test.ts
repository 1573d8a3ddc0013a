import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { jest } from '@jest/globals';
import { describeWithMediaTools } from '../support/media-tools.js';
import { MAIN, plainEnvironment } from '../support/running-server.js';

// Servers need seconds to load their models, more where other tests run beside this one.
jest.setTimeout(240_000);

const fixture = fileURLToPath(new URL('../../../../fixtures/chromium156-tiny-canvas-vp8-opus-250ms', import.meta.url));

describeWithMediaTools('the tools of who runs a server', () => {
  async function run(...flags: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, [MAIN, ...flags], { env: plainEnvironment() });
    return stdout;
  }

  test('load publishes at once and finds every recording as it was sent', async () => {
    const text = await run('load', '--fixture', fixture, '--streams', '3', '--seconds', '1', '--json');
    const report = JSON.parse(text) as Record<string, unknown>;
    expect(report).toMatchObject({ streams: 3, errors: {}, recordings: { identical: 3, compared: 3, lostOctets: 0 } });
    expect(report['chunksAcknowledged']).toBe(report['chunksSent']);
    expect(report['framesAnalysed']).toBeGreaterThan(0);
    expect(report['latencyMs']).toMatchObject({ total: { count: report['framesAnalysed'] } });
  });

  test('load fails when a server does not take everything', async () => {
    const refused = run('load', '--fixture', fixture, '--streams', '2', '--seconds', '1', '--', '--max-streams', '1');
    await expect(refused).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('too-many-streams') as unknown,
    });
  });

  test('doctor finds all that the server needs, and nothing writes into the home directory for its makers', async () => {
    const home = await mkdtemp(join(tmpdir(), 'home-test-'));
    const flags = ['doctor', '--port', '0', '--data-directory', join(home, 'data')];
    const env = { ...plainEnvironment(), HOME: home, XDG_CACHE_HOME: '' };
    const { stdout } = await promisify(execFile)(process.execPath, [MAIN, ...flags], { env });
    expect(stdout).toMatch(/Ready\.\n$/);
    const files = await readdir(home, { recursive: true });
    // What the detector's runtime would send home it would first write down there.
    expect(files.filter((name) => /microsoft|onnxruntime\.db/i.test(name))).toEqual([]);
    expect(files).toContain('data');
    await rm(home, { recursive: true });
  });
});
