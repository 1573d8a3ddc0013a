/** What a track carries (RFC 9559, section 5.1.4.1.3, TrackType). */
export type TrackType = 'video' | 'audio' | 'subtitles' | 'other';

/** One track of an init segment (RFC 9559, section 5.1.4.1, TrackEntry). */
export interface Track {
  /** TrackNumber in the emitted segments. Stays the same across compatible restarts, whatever the recorder numbers it. */
  readonly number: number;
  readonly type: TrackType;
  /** Matroska's CodecID, for example `V_VP8`. */
  readonly codecId: string;
  /** RFC 6381 codec string, as exact as the header and the first frames tell. */
  readonly codec: string;
  /** Picture size in pixels; absent for other than video. */
  readonly width?: number;
  readonly height?: number;
  /** Samples per second; absent for other than audio. */
  readonly sampleRate?: number;
  readonly channels?: number;
  /** CodecPrivate as the recorder wrote it, where there is one. */
  readonly codecPrivate?: Uint8Array;
}
