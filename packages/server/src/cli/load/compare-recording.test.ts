import { Reassembler } from 'webm-reassembler';
import { loadFixture } from '../../../../../fixtures/load.js';
import { compareRecording } from './compare-recording.js';

const { chunks } = loadFixture('chromium156-faces-vp8-opus-250ms');

function recordingOf(source: readonly Uint8Array[]): Uint8Array {
  const reassembler = new Reassembler();
  const outputs = [...source.flatMap((chunk) => reassembler.feed(chunk)), ...reassembler.end()];
  return Buffer.concat(outputs.flatMap((output) => (output.kind === 'gap' ? [] : [output.octets])));
}

test('a recording that holds every block as it came is identical', () => {
  const { octets, lostOctets, isIdentical } = compareRecording(chunks, [recordingOf(chunks)]);
  expect(octets).toBeGreaterThan(100_000);
  expect({ lostOctets, isIdentical }).toEqual({ lostOctets: 0, isIdentical: true });
});

test('a recorder that was restarted is compared on the one timeline of its recording', () => {
  const twice = [...chunks, ...chunks];
  expect(compareRecording(twice, [recordingOf(twice)])).toMatchObject({ lostOctets: 0, isIdentical: true });
});

test('what is missing at the end, or changed within, is not identical and is counted', () => {
  const short = recordingOf(chunks.slice(0, -4));
  const changed = Uint8Array.from(recordingOf(chunks), (octet, index) => (index === 100_000 ? octet ^ 1 : octet));
  for (const file of [short, changed]) {
    const { lostOctets, isIdentical } = compareRecording(chunks, [file]);
    expect(isIdentical).toBe(false);
    expect(lostOctets).toBeGreaterThan(0);
  }
});
