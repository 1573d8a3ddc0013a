import { brokenStreams, loadFixture, recordings } from '../../test/support/recordings.js';
import { describeOutputs } from '../../test/support/describe-outputs.js';
import { feedSequenced } from '../../test/support/feed.js';
import { interfaces } from '../../test/support/interfaces.js';
import { ReassemblerError, type Output } from '../index.js';

/** A plain call takes octets and a number apart; a stream takes them as one. */
function inputsOf(name: string) {
  const { chunks, manifest } = loadFixture(name);
  return chunks.map((octets, index) => {
    const sequence = manifest.chunks[index]?.sequence;
    return sequence === undefined
      ? { plain: { octets }, streamed: octets }
      : { plain: { octets, sequence }, streamed: { chunk: octets, sequence } };
  });
}

function octetsOf(outputs: readonly Output[]): Buffer {
  return Buffer.concat(outputs.map((output) => (output.kind === 'gap' ? new Uint8Array(0) : output.octets)));
}

describe.each(interfaces)('%s', (_, run) => {
  test.each([...recordings, ...brokenStreams])('gives of %s the same octets and gaps as plain calls', async (name) => {
    const inputs = inputsOf(name);
    const plain = feedSequenced(inputs.map((input) => input.plain));
    const streamed = await run(inputs.map((input) => input.streamed));
    expect(describeOutputs(streamed)).toEqual(describeOutputs(plain));
    expect(octetsOf(streamed).equals(octetsOf(plain))).toBe(true);
  });

  test('takes ArrayBuffers and Blobs as well, numbered or not', async () => {
    const { chunks } = loadFixture('chromium156-tiny-canvas-vp8-opus-250ms');
    const mixed = chunks.map((chunk, sequence) => {
      const octets = new Uint8Array(chunk);
      if (sequence % 3 === 0) return { chunk: octets.buffer, sequence };
      return { chunk: sequence % 3 === 1 ? new Blob([octets]) : octets, sequence };
    });
    expect(describeOutputs(await run(mixed))).toEqual(describeOutputs(await run(chunks)));
    expect(describeOutputs(await run(mixed.map(({ chunk }) => chunk)))).toEqual(describeOutputs(await run(chunks)));
  });

  test('hands its options on', async () => {
    const { chunks } = loadFixture('chromium156-tiny-canvas-vp8-opus-250ms');
    const perBlock = await run(chunks);
    const perCall = await run(chunks, { mediaSegments: 'per-call' });
    expect(perCall.length).toBeLessThan(perBlock.length);
  });

  test('fails with the typed error when something is written that is no chunk', async () => {
    const error = await run([wrongly('text')]).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ReassemblerError);
    expect(error).toMatchObject({ code: 'invalid-chunk' });
  });

  test('fails with the typed error when a sequence number is none', async () => {
    const error = await run([{ chunk: new Uint8Array(1), sequence: -1 }]).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'invalid-sequence' });
  });
});

/** What callers without types do. */
function wrongly(input: unknown): Uint8Array {
  return input as Uint8Array;
}
