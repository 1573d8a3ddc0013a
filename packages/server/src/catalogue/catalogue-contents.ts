/** One stream as the catalogue lists it. Times are ms since the epoch, or ms on the timeline of the stream where it says so. */
export interface CataloguedStream {
  readonly id: string;
  readonly startedAtMs: number;
  /** `null` while the stream is live, and where the server died. */
  readonly endedAtMs: number | null;
  readonly mimeType: string;
  readonly videoCodec: string;
  readonly audioCodec: string;
  readonly width: number | null;
  readonly height: number | null;
  /** All its files together. */
  readonly octets: number;
  readonly parts: readonly CataloguedPart[];
  readonly framesAnalysed: number;
  readonly framesWithFaces: number;
  /** Most faces in one frame. */
  readonly mostFaces: number;
  readonly gaps: number;
}

/** One file of a recording. */
export interface CataloguedPart {
  readonly file: string;
  readonly octets: number;
  /** First timestamp in the file, in ms on the timeline of the stream; `null` where it holds nothing yet. */
  readonly startMs: number | null;
  readonly endMs: number | null;
}

/** Which streams to list, newest first. */
export interface StreamQuery {
  /** Started before this moment, in ms since the epoch: how to get the next page. */
  readonly startedBeforeMs?: number | undefined;
  /** Only streams with a face between these moments, in ms since the epoch. */
  readonly faces?: { readonly fromMs: number; readonly toMs: number } | undefined;
  readonly limit: number;
}

/** When faces were seen in a stream, in equal steps of its timeline. */
export interface FaceTimeline {
  /** Where the first step begins, in ms on the timeline of the stream. */
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
  /** Most faces in one frame of each step; `null` where no frame was analysed. */
  readonly faces: readonly (number | null)[];
  readonly gaps: readonly CataloguedGap[];
}

/** Something that the recording lacks, in ms on the timeline of the stream. */
export interface CataloguedGap {
  readonly code: string;
  readonly startMs: number | null;
  readonly endMs: number | null;
}

/** How much the catalogue holds. */
export interface CatalogueTotals {
  readonly streams: number;
  readonly recordings: number;
  readonly detections: number;
  readonly gaps: number;
}
