import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixturesDirectory, loadFixture, type Fixture } from '../../../../fixtures/load.js';
import { ChunkPieces, GopPieces, Reassembler, type Block, type Output, type StandalonePiece } from '../../src/index.js';
import { decodeAll, type Decoded } from '../support/ffmpeg.js';
import { feedSequenced } from '../support/feed.js';
import { hasVideo, inputOptionsFor } from '../support/fixture-files.js';
import { wholeOf } from '../support/recordings.js';

/** A fixture that claims are checked of, with what several claims need. */
export interface Subject {
  readonly fixture: Fixture;
  readonly isBroken: boolean;
  readonly whole: Uint8Array;
  /** All that comes out of its chunks, numbered where they are. */
  readonly outputs: readonly Output[];
  readonly gops: readonly StandalonePiece[];
  /** The gaps of its golden trace, as lines. */
  readonly expectedGaps: readonly string[];
  decode(files: readonly Uint8Array[]): Promise<readonly Decoded[]>;
}

/** @param folder - for the files that ffmpeg reads and writes */
export function subjectOf(name: string, folder: string): Subject {
  const fixture = loadFixture(name);
  const { manifest, chunks } = fixture;
  const isBroken = manifest.madeFrom !== undefined;
  const outputs = feedSequenced(
    chunks.map((octets, index) => ({ octets, ...(isBroken ? { sequence: sequenceOf(fixture, index) } : {}) })),
  );
  return {
    fixture,
    isBroken,
    whole: wholeOf(fixture),
    outputs,
    gops: gopPieces(outputs),
    expectedGaps: gapsOfTrace(name),
    decode: (files) =>
      decodeAll(
        files.map((octets) => ({ octets, hasVideo: hasVideo(manifest) })),
        { folder, inputOptions: inputOptionsFor(manifest) },
      ),
  };
}

export function blocksIn(outputs: readonly Output[]): readonly Block[] {
  return outputs.flatMap((output) => (output.kind === 'media-segment' ? output.blocks : []));
}

/** A piece for each chunk in which a block ends, with the outputs that it was made of. */
export function chunkPieces({ fixture }: Subject): readonly StandalonePiece[] {
  const reassembler = new Reassembler();
  const pieces = new ChunkPieces();
  return fixture.chunks.flatMap((chunk) => pieces.add(reassembler.feed(chunk)));
}

function gopPieces(outputs: readonly Output[]): readonly StandalonePiece[] {
  const pieces = new GopPieces();
  return [...pieces.add(outputs), ...pieces.end()];
}

function sequenceOf({ manifest }: Fixture, index: number): number {
  return manifest.chunks[index]?.sequence ?? index;
}

/** From the last part of a trace: that with sequence numbers, where there are any. */
function gapsOfTrace(name: string): readonly string[] {
  const trace = readFileSync(join(fixturesDirectory, 'traces', `${name}.txt`), 'utf8');
  const last = trace.split('\n\n').at(-1) ?? '';
  return last.split('\n').flatMap((line) => /^ *\w+ {2}(gap .*)$/.exec(line)?.slice(1) ?? []);
}
