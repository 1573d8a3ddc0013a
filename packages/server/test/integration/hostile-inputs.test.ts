import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, jest } from '@jest/globals';
import { loadFixture } from '../../../../fixtures/load.js';
import {
  deepNesting,
  endlessSegment,
  type HostileInput,
  hugeFrames,
  hugeHeader,
  magicYuv,
  playlist,
  tinyElements,
} from '../support/hostile-inputs.js';
import { describeWithMediaTools } from '../support/media-tools.js';
import { childrenOf, confinementOf, memoryOf } from '../support/process-status.js';
import { RunningServer } from '../support/running-server.js';
import { TestPublisher } from '../support/test-publisher.js';
import { startFfmpeg } from './decoders.js';
import { DecoderUnderTest, rawInput, reassembled } from './decoding.js';
import { describeEachFfmpeg } from './ffmpegs.js';

jest.setTimeout(240_000);

/** More than any ffmpeg needs for a picture of the largest size that is allowed, and far less than 8192x8192 would take. */
const DECODER_MIB = 160;
/** What a server may grow by over all of these together. Its detector alone has hundreds. */
const SERVER_GROWTH_MIB = 250;

const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;

/** Somewhere that nobody has any business to read from. */
class Decoy {
  readonly #directory = mkdtempSync(join(tmpdir(), 'decoy-'));
  readonly #server: Server;
  #requests = 0;

  private constructor() {
    execFileSync('mkfifo', [this.#fifo]);
    this.#server = createServer((_, answer) => {
      this.#requests += 1;
      answer.end();
    });
  }

  static async open(): Promise<Decoy> {
    const decoy = new Decoy();
    decoy.#server.listen(0, '127.0.0.1');
    await once(decoy.#server, 'listening');
    return decoy;
  }

  get targets(): readonly string[] {
    const { port } = this.#server.address() as AddressInfo;
    return [`file://${this.#fifo}`, this.#fifo, `http://127.0.0.1:${port}/a.ts`, `concat:${this.#fifo}`];
  }

  /** A pipe that nobody reads cannot be opened for writing without waiting. */
  expectUntouched(): void {
    expect(() => closeSync(openSync(this.#fifo, constants.O_WRONLY | constants.O_NONBLOCK))).toThrow('ENXIO');
    expect(this.#requests).toBe(0);
  }

  close(): void {
    this.#server.close();
    rmSync(this.#directory, { recursive: true });
  }

  get #fifo(): string {
    return join(this.#directory, 'pipe');
  }
}

let decoy: Decoy;
beforeAll(async () => {
  decoy = await Decoy.open();
});
afterAll(() => decoy.close());

describeEachFfmpeg((binary) => {
  /** Straight to ffmpeg, without our own reader in front. */
  async function fed({ chunks }: HostileInput) {
    const decoding = new DecoderUnderTest(startFfmpeg(binary), { stallTimeoutMs: 60_000 });
    for (const chunk of chunks) decoding.decoder.write(rawInput(chunk));
    let peakMiB = 0;
    const look = async (): Promise<void> => {
      const [pid] = await childrenOf(process.pid, 'ffmpeg');
      // One that has just ended has no memory to speak of.
      const peak =
        pid === undefined
          ? 0
          : await memoryOf(pid).then(
              (memory) => memory.peak || 0,
              () => 0,
            );
      peakMiB = Math.max(peakMiB, peak);
    };
    const timer = setInterval(() => void look(), 100);
    await look();
    const exit = await decoding.end();
    clearInterval(timer);
    return { exit, peakMiB };
  }

  test.each([hugeHeader, tinyElements, deepNesting])('$name: no frame, little memory', async (input) => {
    const { exit, peakMiB } = await fed(input);
    expect(exit).toMatchObject({ kind: 'failed', code: 'no-frames', frames: 0 });
    expect(exit.kind === 'failed' && exit.stderrTail.length).toBeGreaterThan(0);
    expect(peakMiB).toBeLessThan(DECODER_MIB);
  });

  test('a Segment that promises 2^56 octets is read as it comes', async () => {
    const { exit, peakMiB } = await fed({ ...endlessSegment, chunks: endlessSegment.chunks.slice(0, 6) });
    expect(exit.kind).toBe('ended');
    // Of its 58 pictures those with an odd time: the octets come without our marks.
    expect(exit.frames).toBe(29);
    expect(peakMiB).toBeLessThan(DECODER_MIB);
  });

  test('MagicYUV and 4K pictures are refused, and ffmpeg says why', async () => {
    const refused = await fed(magicYuv(binary.path));
    expect(refused.exit).toMatchObject({ kind: 'failed', code: 'no-frames', frames: 0 });
    expect(refused.exit).toHaveProperty('stderrTail', expect.arrayContaining([expect.stringMatching(/whitelist/)]));
    const huge = await fed(hugeFrames(binary.path));
    expect(huge.exit).toMatchObject({ kind: 'failed', code: 'no-frames', frames: 0 });
    expect(huge.peakMiB).toBeLessThan(DECODER_MIB);
  });

  test('what a playlist names is neither opened nor asked for', async () => {
    const { exit } = await fed(playlist(decoy.targets));
    expect(exit).toMatchObject({ kind: 'failed', code: 'no-frames', frames: 0 });
    decoy.expectUntouched();
  });

  describeOnLinux('while it decodes', () => {
    test('it has no environment, an empty directory, and may neither write a file nor take much memory', async () => {
      const decoding = new DecoderUnderTest(startFfmpeg(binary), { maxPixels: 1_000_000 });
      const segments = reassembled(loadFixture('chromium156-faces-vp8-opus-250ms').chunks.slice(0, 3));
      for (const segment of segments) decoding.decoder.write(segment);
      await decoding.untilFrames(1, 60_000);
      const [pid] = await childrenOf(process.pid, 'ffmpeg');
      const { directory, ...rest } = await confinementOf(Number(pid));
      expect(readdirSync(directory)).toEqual([]);
      expect(directory).not.toBe(process.cwd());
      expect(rest).toEqual({
        addressSpace: String(512 * 1024 * 1024 + 64_000_000),
        fileSize: '0',
        core: '0',
        children: '0',
        openFiles: '16',
        environment: '',
      });
      await decoding.decoder.close();
    });
  });
});

describeWithMediaTools('a server that strangers send to', () => {
  let server: RunningServer;
  let memoryAtFirst = 0;

  beforeAll(async () => {
    server = await RunningServer.start();
    await publish('first', { name: 'a recording', chunks: loadFixture('chromium156-faces-vp8-opus-250ms').chunks });
    memoryAtFirst = (await memoryOf(server.pid)).now;
  });

  afterAll(async () => {
    await server.cleanUp();
  });

  /** Publishes and says what the publisher heard that is no routine. */
  async function publish(stream: string, { chunks }: HostileInput, whatIsAnalysed: 'nothing' | 'frames' = 'nothing') {
    const publisher = await TestPublisher.start(server.ingestUrl, { mimeType: 'video/webm', stream });
    publisher.sendAll(chunks);
    if (whatIsAnalysed === 'frames') await publisher.next('detections');
    publisher.say({ type: 'stop' });
    await Promise.race([publisher.next('ended').catch(() => undefined), publisher.closed()]);
    const { framesReceived = 0 } = publisher.allOf('status').at(-1) ?? {};
    const told = [...publisher.allOf('error'), ...publisher.allOf('gap')].map(({ code }) => code);
    publisher.close();
    return { told: [...new Set(told)], framesReceived, detections: publisher.allOf('detections').length };
  }

  async function expectToLive(): Promise<void> {
    const answer = await fetch(`${server.address}/healthz`);
    expect(answer.status).toBe(200);
    expect((await memoryOf(server.pid)).now - memoryAtFirst).toBeLessThan(SERVER_GROWTH_MIB);
    expect(await server.decoders()).toEqual([]);
  }

  test.each([
    ['header', () => hugeHeader, 'picture-too-large'],
    ['magicyuv', () => magicYuv('ffmpeg'), 'codec-refused'],
    ['playlist', () => playlist(decoy.targets), 'not-webm'],
    ['tiny', () => tinyElements, 'stream-invalid'],
    ['nested', () => deepNesting, 'limit-exceeded'],
    ['4k', () => hugeFrames('ffmpeg'), 'picture-too-large'],
  ] as const)(
    '%s: the publisher is told why nothing is analysed, and the server lives',
    async (stream, input, code) => {
      const heard = await publish(stream, input());
      expect(heard.told).toContain(code);
      expect(heard.detections).toBe(0);
      decoy.expectUntouched();
      await expectToLive();
    },
  );

  test('a Segment that promises 2^56 octets is a recording like any other', async () => {
    const heard = await publish('endless', endlessSegment, 'frames');
    expect(heard.framesReceived).toBe(240);
    expect(heard.detections).toBeGreaterThan(0);
    await expectToLive();
  });
});
