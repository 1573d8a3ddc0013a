import { Reassembler } from 'webm-reassembler';
import { RecordingWriter } from 'webm-reassembler/recording';

/** The recording as it must be: what the library makes of the same chunks. For streams that fill one file. */
export function expectedRecording(mimeType: string, chunks: readonly Uint8Array[]): Buffer {
  const reassembler = new Reassembler({ mediaSegments: 'per-call', mimeType });
  const writer = new RecordingWriter();
  const outputs = [...chunks.map((chunk) => reassembler.feed(chunk)), reassembler.end()].flat();
  let file = Buffer.alloc(0);
  for (const write of [...outputs.flatMap((output) => writer.add([output])), ...writer.end()]) {
    if (write.kind === 'append') file = Buffer.concat([file, write.octets]);
    if (write.kind === 'patch') file.set(write.octets, write.position);
  }
  return file;
}
