import { type Block, Reassembler } from 'webm-reassembler';
import { loadFixture } from '../../../../fixtures/load.js';
import { LiveFeed } from './live-feed.js';

const FIXTURES = [
  'chromium156-faces-vp8-opus-250ms',
  'chromium156-resize-canvas-vp8-opus-250ms',
  'chromium156-restart-swapped-tracks-vp8-opus-250ms',
  'chromium156-alpha-canvas-vp9-250ms',
  'chromium156-faces-h264-opus-250ms',
  'firefox153-microphone-opus-250ms',
];

/** A viewer that takes everything at once. */
function outlet() {
  const octets: Uint8Array[] = [];
  return {
    octets,
    waitingOctets: 0,
    send: () => undefined,
    sendOctets: (part: Uint8Array) => void octets.push(part),
    close: () => undefined,
  };
}

function linesOf(octets: readonly Uint8Array[]): readonly string[] {
  const reassembler = new Reassembler();
  const outputs = [...octets.flatMap((part) => reassembler.feed(part)), ...reassembler.end()];
  return outputs.flatMap((output) => (output.kind === 'media-segment' ? output.blocks.map(lineOf) : []));
}

function lineOf({ track, timestampMs, keyframe, payload }: Block): string {
  return [track.number, track.type, timestampMs, keyframe, payload.length, payload.at(-1)].join(' ');
}

test.each(FIXTURES)(
  '%s: viewers that join behind any chunk, alone or not, get the same blocks from there on',
  (name) => {
    const { chunks } = loadFixture(name);
    const reassembler = new Reassembler({ mediaSegments: 'per-call' });
    const feed = new LiveFeed(Infinity);
    const viewers: ReturnType<typeof outlet>[] = [];
    const whole: string[] = [];
    for (const [index, chunk] of chunks.entries()) {
      const outputs = reassembler.feed(chunk);
      whole.push(...outputs.flatMap((output) => (output.kind === 'media-segment' ? output.blocks.map(lineOf) : [])));
      feed.add(outputs);
      if (index % 3 !== 1) continue;
      viewers.push(outlet());
      feed.join(viewers.at(-1) ?? outlet());
    }
    for (const { octets } of viewers) {
      const seen = linesOf(octets);
      expect(seen.length).toBeGreaterThan(0);
      expect(seen).toEqual(whole.slice(whole.length - seen.length));
    }
  },
);

test('when the last viewer has left, the next one still gets the group of the moment', () => {
  const { chunks } = loadFixture('chromium156-faces-vp8-opus-250ms');
  const reassembler = new Reassembler({ mediaSegments: 'per-call' });
  const feed = new LiveFeed(Infinity);
  for (const chunk of chunks.slice(0, 6)) feed.add(reassembler.feed(chunk));
  const [first, second] = [outlet(), outlet()];
  feed.join(first)();
  for (const chunk of chunks.slice(6, 12)) feed.add(reassembler.feed(chunk));
  feed.join(second);
  expect(first.octets).toHaveLength(1);
  expect(linesOf(second.octets)[0]).toContain('video');
  expect(linesOf(second.octets).length).toBeGreaterThan(1);
});
