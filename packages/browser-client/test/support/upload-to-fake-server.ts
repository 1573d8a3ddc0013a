import { Upload } from '../../src/upload/upload.js';
import type { UploadOptions } from '../../src/upload/upload-options.js';
import type { UploadState } from '../../src/upload/upload-state.js';
import { FakeServer } from './fake-server.js';
import { ManualClock } from './manual-clock.js';

export const chunk = (...octets: number[]): Uint8Array => Uint8Array.from(octets);

/** An upload to a server in memory, by a clock that stands until the test moves it. */
export function setUp(options: Partial<UploadOptions> = {}) {
  const server = new FakeServer();
  const clock = new ManualClock();
  const states: UploadState[] = [];
  const upload = new Upload(
    {
      url: 'ws://fake/ingest',
      mimeType: 'video/webm;codecs=vp8',
      timesliceMs: 250,
      onState: (state) => states.push(state),
      ...options,
    },
    { openSocket: server.openSocket, now: clock.now, setTimer: clock.setTimer, random: () => 0.5 },
  );
  return { server, clock, states, upload, kinds: () => states.map((state) => state.kind) };
}
