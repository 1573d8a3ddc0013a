const loaded = new Map<string, Promise<readonly Uint8Array[]>>();

/** The chunks of a stream that `support/streams.ts` serves; loaded once. */
export function chunksOf(name: string): Promise<readonly Uint8Array[]> {
  const known = loaded.get(name) ?? load(name);
  loaded.set(name, known);
  return known;
}

async function load(name: string): Promise<readonly Uint8Array[]> {
  const octets = new Uint8Array(await (await fetch(`/streams/${name}`)).arrayBuffer());
  const lengths = asLengths(await (await fetch(`/streams/${name}.json`)).json());
  let end = 0;
  return lengths.map((length) => octets.subarray(end, (end += length)));
}

/** Where the served JSON becomes typed. */
function asLengths(json: unknown): readonly number[] {
  return json as readonly number[];
}
