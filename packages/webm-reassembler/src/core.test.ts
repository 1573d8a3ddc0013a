import { Reassembler } from './core.js';
import { av1, avcc } from './codecs.js';
import { gapMessage } from './gap-messages.js';
import { loss } from './loss.js';
import { lostHeader } from './lost-header.js';
import { Reassembler as WholeReassembler, type CoreOptions, type Output } from './index.js';
import { loadFixture } from '../../../fixtures/load.js';

function outputsOf(fixture: string, options?: CoreOptions): readonly Output[] {
  const reassembler = new Reassembler(options);
  const { chunks } = loadFixture(fixture);
  return [...chunks.flatMap((chunk) => reassembler.feed(chunk)), ...reassembler.end()];
}

function wholeOutputsOf(fixture: string, options?: { readonly h264: 'avcc' }): readonly Output[] {
  const reassembler = new WholeReassembler(options);
  const { chunks } = loadFixture(fixture);
  return [...chunks.flatMap((chunk) => reassembler.feed(chunk)), ...reassembler.end()];
}

const octetsOf = (outputs: readonly Output[]): readonly string[] =>
  outputs.map((output) => (output.kind === 'gap' ? output.message : String(output.octets)));

test.each(['chromium156-faces-vp8-opus-250ms', 'chromium156-faces-vp9-opus-250ms'])(
  'the core alone gives the same octets for %s',
  (fixture) => {
    expect(octetsOf(outputsOf(fixture))).toEqual(octetsOf(wholeOutputsOf(fixture)));
  },
);

test.each([
  ['AV1', 'chromium156-faces-av1-opus-250ms', { codecs: [av1] }, undefined],
  ['H.264 with avcC', 'chromium156-faces-h264-opus-250ms', { codecs: [avcc], loss }, { h264: 'avcc' }],
  ['a lost header', 'broken-missing-first-chunk', { lostHeader: lostHeader(), loss, gapMessage }, undefined],
] as const)('the core with its part gives the same octets for %s', (_, fixture, options, wholeOptions) => {
  expect(octetsOf(outputsOf(fixture, options))).toEqual(octetsOf(wholeOutputsOf(fixture, wholeOptions)));
});

test.each([
  ['AV1', 'chromium156-faces-av1-opus-250ms'],
  ['H.264', 'chromium156-faces-h264-opus-250ms'],
])('without its codec, %s passes with the keyframe flags of its container', (_, fixture) => {
  const keyframesOf = (outputs: readonly Output[]): readonly boolean[] =>
    outputs.flatMap((output) => (output.kind === 'media-segment' ? output.blocks.map((block) => block.keyframe) : []));
  const passed = outputsOf(fixture);
  expect(passed.filter((output) => output.kind === 'gap')).toEqual([]);
  expect(keyframesOf(passed)).toEqual(keyframesOf(wholeOutputsOf(fixture)));
});

test('without gapMessage, the message of a gap is its code; without lostHeader, a headless recording is one', () => {
  const gaps = outputsOf('broken-missing-first-chunk').filter((output) => output.kind === 'gap');
  expect(gaps).toMatchObject([{ code: 'not-webm', message: 'not-webm' }]);
});

test.each([
  ['codecs', { codecs: 'av1' }],
  ['lostHeader', { lostHeader: true }],
  ['gapMessage', { gapMessage: 'short' }],
])('%s of the wrong kind is refused', (name, options) => {
  expect(() => new Reassembler(options as unknown as CoreOptions)).toThrow(name);
});
