import { ChunkPieces, Reassembler } from 'webm-reassembler';
import { loadFixture } from '../../../../fixtures/load.js';
import { PieceIndex } from './piece-index.js';
import { RecordingFiles } from './recording-files.js';

test.each([
  'chromium156-faces-vp8-opus-250ms',
  'chromium156-long-gop-vp8-opus-250ms',
  'chromium156-microphone-opus-250ms',
  'chromium156-restart-swapped-tracks-vp8-opus-250ms',
  'chromium156-resize-canvas-vp8-opus-250ms',
  'firefox153-fake-vp8-opus-250ms',
])('the pieces of %s begin, end and lead in as those that the library makes', (name) => {
  const reassembler = new Reassembler({ mediaSegments: 'per-call' });
  const [pieces, files, index] = [new ChunkPieces(), new RecordingFiles('nowhere'), new PieceIndex()];
  for (const [sequence, chunk] of loadFixture(name).chunks.entries()) {
    const outputs = reassembler.feed(chunk, { sequence });
    for (const output of outputs) {
      if (output.kind === 'init-segment')
        index.begin({ initFromOctet: 0, initToOctet: output.octets.length }, sequence);
      if (output.kind !== 'media-segment') continue;
      const { place } = files.add(output);
      if (place !== undefined) index.add(output, place);
    }
    const expected = pieces.add(outputs).map(({ startMs, endMs, leadInBlocks, leadInMs }) => ({
      sequence,
      startMs,
      endMs,
      leadInBlocks,
      leadInMs,
    }));
    expect(index.take(sequence)).toMatchObject(expected);
  }
});

test('storing them takes a line for each chunk, not its octets', () => {
  const reassembler = new Reassembler({ mediaSegments: 'per-call' });
  const [files, index] = [new RecordingFiles('nowhere'), new PieceIndex()];
  let [lines, served] = [0, 0];
  for (const [sequence, chunk] of loadFixture('chromium156-long-gop-vp8-opus-250ms').chunks.entries()) {
    for (const output of reassembler.feed(chunk, { sequence })) {
      if (output.kind === 'init-segment') index.begin({ initFromOctet: 0, initToOctet: 1 }, sequence);
      if (output.kind !== 'media-segment') continue;
      const { place } = files.add(output);
      if (place !== undefined) index.add(output, place);
    }
    for (const piece of index.take(sequence)) {
      lines += JSON.stringify(piece).length;
      served += piece.octets;
    }
  }
  expect(lines).toBeLessThan(served / 100);
});
