import { describe, expect, test } from '@jest/globals';
import { ClientError } from '../client-error.js';
import { FakeBrowser } from '../../test/support/fake-browser.js';
import { type Capture, startCapture } from './capture.js';
import { chooseMimeType, preferredMimeTypes } from './mime-type.js';
import type { RecordedChunk } from './recording.js';

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  const error: unknown = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ClientError)) throw new Error(`not a ClientError: ${String(error)}`);
  expect(error.message).toMatch(/\.$/);
  expect(error.remedy).toMatch(/\.$/);
  return error.code;
}

const ignore = (): void => undefined;

describe('what can stand in the way', () => {
  test.each([
    ['NotAllowedError', 'camera-refused'],
    ['SecurityError', 'camera-refused'],
    ['NotFoundError', 'camera-missing'],
    ['NotReadableError', 'camera-busy'],
    ['AbortError', 'camera-busy'],
    ['OverconstrainedError', 'camera-unsuitable'],
  ])('%s of the browser is %s', async (name, code) => {
    const browser = new FakeBrowser({ refuseWith: name });
    expect(await codeOf(startCapture({ onChunk: ignore }, browser.host))).toBe(code);
  });

  test('an insecure page has no cameras', async () => {
    const browser = new FakeBrowser({ secure: false });
    expect(await codeOf(startCapture({ onChunk: ignore }, browser.host))).toBe('insecure-origin');
  });

  test('a secure page in an old browser has no camera API', async () => {
    const { mediaDevices: _, ...host } = new FakeBrowser().host;
    expect(await codeOf(startCapture({ onChunk: ignore }, { ...host, mediaDevices: undefined }))).toBe(
      'camera-api-missing',
    );
  });

  test('without MediaRecorder nobody is asked for the camera, where no pictures are wanted', async () => {
    const browser = new FakeBrowser();
    expect(
      await codeOf(startCapture({ onChunk: ignore, stills: 'never' }, { ...browser.host, MediaRecorder: undefined })),
    ).toBe('recorder-missing');
    expect(browser.asked).toBe(0);
  });

  test('the camera is released when the browser cannot record WebM and no pictures are wanted', async () => {
    const browser = new FakeBrowser({ mimeTypes: ['video/mp4'] });
    expect(await codeOf(startCapture({ onChunk: ignore, stills: 'never' }, browser.host))).toBe('mime-unsupported');
    expect(browser.tracks.map((track) => track.stopped)).toEqual([true]);
  });

  test('the camera is released when the recorder does not start', async () => {
    const browser = new FakeBrowser({ recorderThrows: true });
    expect(await codeOf(startCapture({ onChunk: ignore }, browser.host))).toBe('recorder-failed');
    expect(browser.tracks.map((track) => track.stopped)).toEqual([true]);
  });
});

describe('a recording', () => {
  test('hands over the chunks in order and skips empty ones', async () => {
    const browser = new FakeBrowser();
    const chunks: RecordedChunk[] = [];
    const capture = await startCapture({ onChunk: (chunk) => chunks.push(chunk) }, browser.host);
    browser.recorder.deliver([1, 2]);
    browser.recorder.deliver([]);
    browser.recorder.deliver([3]);
    browser.recorder.lastChunk = [4];
    await capture.stop();
    expect(chunks.map((chunk) => [...chunk.octets])).toEqual([[1, 2], [3], [4]]);
    expect(chunks.every((chunk) => chunk.captureTimeMs === browser.host.now())).toBe(true);
  });

  test('delivers every 250 ms unless told otherwise', async () => {
    const browser = new FakeBrowser();
    await startCapture({ onChunk: ignore }, browser.host);
    expect(browser.recorder.timeslice).toBe(250);
    await startCapture({ onChunk: ignore, timesliceMs: 100 }, browser.host);
    expect(browser.recorder.timeslice).toBe(100);
  });

  test('stop releases the camera and may be called twice', async () => {
    const browser = new FakeBrowser();
    const capture = await startCapture({ onChunk: ignore }, browser.host);
    await Promise.all([capture.stop(), capture.stop()]);
    expect(browser.tracks.map((track) => track.stopped)).toEqual([true]);
  });

  test('an unplugged camera is told once', async () => {
    const browser = new FakeBrowser({ withAudio: true });
    const codes: string[] = [];
    await startCapture({ onChunk: ignore, audio: true, onError: (error) => codes.push(error.code) }, browser.host);
    for (const track of browser.tracks) track.dispatchEvent(new Event('ended'));
    expect(codes).toEqual(['camera-lost']);
  });

  test.each([
    [true, 'asked'],
    [false, 'unknown-to-browser'],
  ] as const)('a browser that knows the keyframe interval: %s, gives %s', async (knows, expected) => {
    const browser = new FakeBrowser({ knowsKeyframeInterval: knows });
    const capture = await startCapture({ onChunk: ignore, keyframeIntervalMs: 2000 }, browser.host);
    expect(capture.recording.keyframeInterval).toBe(expected);
    expect(browser.recorder.keyframeIntervalMs).toBe(knows ? 2000 : undefined);
  });
});

describe('where nothing records', () => {
  test.each([
    ['has no MediaRecorder', {}, { MediaRecorder: undefined }],
    ['records no WebM', { mimeTypes: ['video/mp4'] }, {}],
  ])('a browser that %s takes pictures until it is stopped', async (_what, options, missing) => {
    const browser = new FakeBrowser(options);
    browser.stills.next.push(1, 2);
    const chunks: RecordedChunk[] = [];
    const capture = await new Promise<Capture>((resolve) => {
      const started = startCapture(
        {
          timesliceMs: 1,
          onChunk: (chunk) => {
            chunks.push(chunk);
            if (chunks.length === 2) resolve(started);
          },
        },
        { ...browser.host, ...missing },
      );
    });
    expect(capture.recording).toMatchObject({ mimeType: 'image/jpeg', keyframeInterval: 'not-needed' });
    expect(chunks.map(({ octets }) => [...octets])).toEqual([[1], [2]]);
    await capture.stop();
    expect(browser.stills.closed).toBe(true);
    expect(browser.tracks.map((track) => track.stopped)).toEqual([true]);
  });

  test('a recorder that fails is no reason for pictures', async () => {
    const browser = new FakeBrowser({ recorderThrows: true });
    expect(await codeOf(startCapture({ onChunk: ignore }, browser.host))).toBe('recorder-failed');
  });
});

describe('the type', () => {
  test('is the first that the browser can record', () => {
    expect(chooseMimeType(['a', 'b', 'c'], (type) => type !== 'a')).toBe('b');
  });

  test('has an audio codec only where there is sound', () => {
    expect(preferredMimeTypes(true)[0]).toBe('video/webm;codecs=vp8,opus');
    expect(preferredMimeTypes(false)[0]).toBe('video/webm;codecs=vp8');
  });
});
