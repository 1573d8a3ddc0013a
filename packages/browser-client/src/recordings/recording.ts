/** One file of a recording. */
export interface RecordingPart {
  readonly path: string;
  readonly octets: number;
  /** First timestamp in the file, in ms on the timeline of the stream; `null` where it holds nothing yet. */
  readonly startMs: number | null;
  readonly endMs: number | null;
}

/** A recording as the server lists it. */
export interface Recording {
  readonly stream: string;
  readonly isLive: boolean;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly octets: number;
  readonly videoCodec: string;
  readonly audioCodec: string;
  readonly parts: readonly RecordingPart[];
  readonly framesAnalysed: number;
  readonly framesWithFaces: number;
  readonly mostFaces: number;
  readonly gaps: number;
  readonly detectionsPath: string;
  readonly facesPath: string;
}

/** One page of the list. */
export interface RecordingPage {
  readonly recordings: readonly Recording[];
  /** How to ask for the next page; `null` on the last. */
  readonly nextBefore: string | null;
}

/** When faces were seen. */
export interface FaceTimeline {
  readonly startMs: number;
  readonly endMs: number;
  /** Most faces in one frame of each of equal steps; `null` where no frame was analysed. */
  readonly faces: readonly (number | null)[];
  readonly gaps: readonly { readonly startMs: number | null; readonly endMs: number | null }[];
}

/** A part that plays: it holds pictures, so it has a beginning and an end. */
export interface PlayablePart {
  readonly path: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** The parts that hold something. */
export function playableParts({ parts }: Pick<Recording, 'parts'>): readonly PlayablePart[] {
  return parts.flatMap(({ path, startMs, endMs }) =>
    startMs === null || endMs === null ? [] : [{ path, startMs, endMs }],
  );
}

/** The part in which a moment lies; one between two parts belongs to the later one. */
export function partAt(parts: readonly PlayablePart[], timestampMs: number): PlayablePart | undefined {
  return parts.find(({ endMs }) => timestampMs <= endMs) ?? parts.at(-1);
}
