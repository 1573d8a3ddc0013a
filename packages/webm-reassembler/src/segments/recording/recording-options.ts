import { ReassemblerError } from '../../errors.js';

/** Options of a {@link RecordingWriter}. */
export interface RecordingOptions {
  /**
   * When blocks are written.
   *
   * - `per-call`: what one `add` brought is written by it, as one Cluster, or more where a keyframe must open one. Nothing
   *   is held back, so a crash loses nothing that was delivered.
   * - `full`: Clusters are filled up to a keyframe, 5 s or 5 MiB before they are written. The file is smaller and does not
   *   depend on how its blocks were delivered; up to one Cluster waits in memory. For recordings that exist already.
   *
   * @defaultValue 'per-call'
   */
  readonly clusters?: 'per-call' | 'full';
  /**
   * Whether each file's times begin at 0, and not where the stream stands then. A file that begins at 20 minutes has
   * 20 empty minutes before it in some players; but its times are those of the stream, of detections for example.
   *
   * @defaultValue false
   */
  readonly startsAtZero?: boolean;
  /**
   * Least distance of two Cues of a recording without video, in ms. With video there is one for each keyframe.
   *
   * @defaultValue 5000
   */
  readonly audioCueMs?: number;
  /**
   * Most Cues of a file. When there are more, they are thinned out evenly; each takes 16 octets of memory, and about 20
   * in the file.
   *
   * @defaultValue 65536, which is 18 hours of a keyframe each second
   */
  readonly maxCuePoints?: number;
}

export type ResolvedRecordingOptions = Readonly<Required<RecordingOptions>>;

/**
 * Checks options and fills in the defaults.
 *
 * @throws {@link ReassemblerError} `invalid-option`
 */
export function resolveRecordingOptions(options: RecordingOptions = {}): ResolvedRecordingOptions {
  const { clusters = 'per-call', startsAtZero = false, audioCueMs = 5000, maxCuePoints = 65_536 } = options;
  if (clusters !== 'per-call' && clusters !== 'full')
    throw invalid(`clusters is "${String(clusters)}"; it is 'per-call' or 'full'`);
  if (!(audioCueMs >= 0)) throw invalid(`audioCueMs is ${audioCueMs}; it is a number from 0`);
  if (!Number.isSafeInteger(maxCuePoints) || maxCuePoints < 2) {
    throw invalid(`maxCuePoints is ${maxCuePoints}; it is a whole number from 2`);
  }
  return { clusters, startsAtZero, audioCueMs, maxCuePoints };
}

function invalid(message: string): ReassemblerError {
  return new ReassemblerError('invalid-option', message, 0);
}
