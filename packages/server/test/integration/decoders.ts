import { requireWebcodecs, startWebcodecsDecoder } from '../../dist/decode/index.js';
import { type FfmpegBinary, startFfmpegDecoder, type StartDecoder } from '../../src/decode/index.js';
import { ffmpegs } from './ffmpegs.js';

/** A decoder that tests may run with. */
export interface DecoderUnderTestCase {
  readonly kind: 'ffmpeg' | 'webcodecs';
  readonly start: StartDecoder;
  /** The ffmpeg whose whole-file decode is the reference. */
  readonly reference: FfmpegBinary;
}

interface Candidate {
  readonly name: string;
  readonly decoder: DecoderUnderTestCase | undefined;
}

const hasWebcodecs = await requireWebcodecs().then(
  () => true,
  () => false,
);
const reference = ffmpegs.find(({ binary }) => binary !== undefined)?.binary;

/** Both implementations, and the first with both versions of ffmpeg. WebCodecs is as built, for its worker is. */
const candidates: readonly Candidate[] = [
  ...ffmpegs.map(({ name, binary }) => ({
    name: `${name} ${binary?.version ?? ''}`,
    decoder: binary && { kind: 'ffmpeg' as const, start: startFfmpeg(binary), reference: binary },
  })),
  {
    name: 'WebCodecs',
    decoder: hasWebcodecs && reference ? { kind: 'webcodecs', start: startWebcodecsDecoder, reference } : undefined,
  },
];

/** Starts decoders with this ffmpeg. */
export function startFfmpeg(binary: FfmpegBinary): StartDecoder {
  return (options, events) => startFfmpegDecoder({ ...options, binary }, events);
}

/** Defines tests for each decoder that is here. One that is missing is reported as skipped, and fails where `CI` is true. */
export function describeEachDecoder(define: (decoder: DecoderUnderTestCase) => void): void {
  for (const { name, decoder } of candidates) {
    if (decoder !== undefined) describe(name, () => define(decoder));
    else if (process.env['CI'] === 'true') test(`${name} is installed`, () => expect(decoder).toBeDefined());
    else test.skip(`${name}: not installed (see docs/decoding.md)`, () => undefined);
  }
}
