import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadFixture } from '../../../../fixtures/load.js';
import type { FfmpegBinary, StartDecoder } from '../../src/decode/index.js';
import { startFfmpeg } from './decoders.js';
import { DecoderUnderTest, rawInput } from './decoding.js';

const faces = loadFixture('chromium156-faces-vp8-opus-250ms');

describe('a process that does not do as ffmpeg does', () => {
  let directory = '';

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'decode-refusals-'));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  function script(text: string): StartDecoder {
    const path = join(directory, `${Math.random()}.sh`);
    writeFileSync(path, `#!/bin/sh\n${text}\n`);
    chmodSync(path, 0o755);
    return startFfmpeg({ path, version: 'script', major: 5, source: 'configured' });
  }

  test('one that cannot be started is reported as that', async () => {
    const missing: FfmpegBinary = { path: join(directory, 'missing'), version: '?', major: 5, source: 'configured' };
    expect(await fed(missing, faces.chunks)).toMatchObject({ kind: 'failed', code: 'start-failed', frames: 0 });
  });

  test('one that hangs is killed after the time allowed', async () => {
    const decoding = new DecoderUnderTest(script('exec sleep 600'), { stallTimeoutMs: 200 });
    for (const chunk of faces.chunks) decoding.decoder.write(rawInput(chunk));
    expect(await decoding.end()).toMatchObject({ kind: 'failed', code: 'stalled' });
  });

  test('one that does not read fills up to the limit, and then octets are not taken', async () => {
    const decoding = new DecoderUnderTest(script('exec sleep 60'), { maxWaitingOctets: 1_000_000 });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const outcomes = Array.from({ length: 40 }, () => decoding.decoder.write(rawInput(new Uint8Array(100_000))));
    expect(outcomes[0]).toBe('taken');
    expect(outcomes.at(-1)).toBe('full');
    expect(decoding.decoder.waitingOctets).toBeLessThanOrEqual(1_000_000);
    await decoding.decoder.close();
  });

  test('a join point larger than the limit is taken behind the init segment', async () => {
    const decoding = new DecoderUnderTest(script('exec sleep 60'), { maxWaitingOctets: 1000 });
    expect(decoding.decoder.write(rawInput(new Uint8Array(100)))).toBe('taken');
    expect(decoding.decoder.write(rawInput(new Uint8Array(100_000)))).toBe('taken');
    expect(decoding.decoder.write(rawInput(new Uint8Array(1)))).toBe('full');
    await decoding.decoder.close();
  });

  test('one that ends by itself is reported with the last lines it wrote', async () => {
    const decoding = new DecoderUnderTest(script('echo first >&2; echo "the last line" >&2; exit 3'));
    decoding.decoder.write(rawInput(new Uint8Array(10)));
    while (decoding.exits.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(decoding.exit).toMatchObject({
      kind: 'failed',
      code: 'died',
      message: 'ffmpeg ended by itself: the last line',
      stderrTail: ['first', 'the last line'],
    });
  });

  test('one that writes something else than NUT is killed', async () => {
    const decoding = new DecoderUnderTest(script('echo "nothing that anybody asked for"; exec sleep 60'));
    while (decoding.exits.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(decoding.exit).toMatchObject({ kind: 'failed', code: 'bad-output' });
  });

  test('it sees nothing of our environment', async () => {
    process.env['DECODER_TEST_SECRET'] = 'secret';
    const decoding = new DecoderUnderTest(script('echo "environment: $DECODER_TEST_SECRET ${HOME:-none}" >&2'));
    expect(await decoding.end()).toMatchObject({ kind: 'ended' });
    delete process.env['DECODER_TEST_SECRET'];
    const showing = new DecoderUnderTest(script('echo "environment: $DECODER_TEST_SECRET ${HOME:-none}" >&2; exit 1'));
    while (showing.exits.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(showing.exit).toHaveProperty('stderrTail', ['environment:  none']);
  });
});

async function fed(binary: FfmpegBinary, chunks: readonly Uint8Array[]) {
  const decoding = new DecoderUnderTest(startFfmpeg(binary));
  for (const chunk of chunks) decoding.decoder.write(rawInput(chunk));
  return decoding.end();
}
