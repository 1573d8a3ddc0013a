import type { ServedFile } from './file-server.js';

/** A stream with a name and the chunks it was delivered in. */
export interface NamedStream {
  readonly name: string;
  readonly chunks: readonly Uint8Array[];
}

/** The streams as files for `page/served-stream.ts`: `/streams/NAME` the octets, `/streams/NAME.json` the chunks' lengths. */
export function servedStreams(streams: readonly NamedStream[]): ReadonlyMap<string, ServedFile> {
  return new Map(
    streams.flatMap(({ name, chunks }): [string, ServedFile][] => [
      [`/streams/${name}`, { type: 'application/octet-stream', octets: Buffer.concat(chunks) }],
      [
        `/streams/${name}.json`,
        { type: 'application/json', octets: Buffer.from(JSON.stringify(chunks.map(({ length }) => length))) },
      ],
    ]),
  );
}
