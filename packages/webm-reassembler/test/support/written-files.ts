import type { RecordingFinish, RecordingWrite } from '../../src/recording.js';
import { join } from './webm.js';

/** A file of a recording as its writes made it, and the writes themselves. */
export interface WrittenFile {
  readonly octets: Uint8Array;
  readonly mimeType: string;
  /** `undefined` while it is not finished. */
  readonly finish: RecordingFinish | undefined;
  readonly writes: readonly RecordingWrite[];
}

/** Does the writes on files in memory, as strictly as a disk would: no hole, no patch beyond the end. */
export function filesFrom(writes: readonly RecordingWrite[]): readonly WrittenFile[] {
  const parts = new Map<number, RecordingWrite[]>();
  for (const write of writes) parts.set(write.part, [...(parts.get(write.part) ?? []), write]);
  return [...parts.values()].map(fileFrom);
}

function fileFrom(writes: readonly RecordingWrite[]): WrittenFile {
  let octets: Uint8Array = new Uint8Array(0);
  const [begin] = writes;
  if (begin?.kind !== 'begin') throw new Error('a part does not begin with `begin`');
  for (const write of writes) {
    if (write.kind === 'append') {
      if (write.position !== octets.length) throw new Error(`append at ${write.position} of ${octets.length} octets`);
      octets = join(octets, write.octets);
    } else if (write.kind === 'patch') {
      if (write.position + write.octets.length > octets.length)
        throw new Error('a patch goes beyond the end of the file');
      octets = octets.slice();
      octets.set(write.octets, write.position);
    }
  }
  const finish = writes.find((write) => write.kind === 'finish');
  return { octets, mimeType: begin.initSegment.mimeType, finish, writes };
}
