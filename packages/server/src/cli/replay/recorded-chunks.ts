import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { messageOf, ServerError } from '../../errors.js';

/** What replay needs of a fixture's manifest; there is more in it. */
const ManifestSchema = Type.Object({
  mimeType: Type.String(),
  timeslice: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
  chunks: Type.Array(Type.Object({ t: Type.Number({ minimum: 0 }) }), { minItems: 1 }),
});

/** A recording as the chunks that its recorder delivered. */
export interface RecordedChunks {
  readonly mimeType: string;
  readonly timesliceMs: number | undefined;
  readonly chunks: readonly RecordedChunk[];
}

export interface RecordedChunk {
  /** From the start of the recorder to the delivery of the chunk. */
  readonly deliveredAtMs: number;
  readonly octets: Uint8Array;
}

/** @throws ServerError `configuration` when the directory holds no fixture */
export async function readRecordedChunks(directory: string): Promise<RecordedChunks> {
  const manifest = await readManifest(join(directory, 'manifest.json'));
  const chunks = manifest.chunks.map(async ({ t }, index) => ({
    deliveredAtMs: t,
    octets: new Uint8Array(await readOrExplain(join(directory, `${String(index).padStart(4, '0')}.bin`))),
  }));
  return {
    mimeType: manifest.mimeType,
    timesliceMs: manifest.timeslice ?? undefined,
    chunks: await Promise.all(chunks),
  };
}

async function readManifest(path: string): Promise<Static<typeof ManifestSchema>> {
  const text = (await readOrExplain(path)).toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    throw new ServerError('configuration', `${path}: ${messageOf(thrown)}`, { cause: thrown });
  }
  if (Value.Check(ManifestSchema, value)) return value;
  const first = Value.Errors(ManifestSchema, value).First();
  throw new ServerError(
    'configuration',
    `${path} is no manifest of a fixture: ${first?.path ?? ''} ${first?.message ?? ''}`,
  );
}

async function readOrExplain(path: string): Promise<Buffer> {
  return readFile(path).catch((thrown: unknown) => {
    throw new ServerError('configuration', `the fixture cannot be read: ${messageOf(thrown)}`, { cause: thrown });
  });
}
