import type { AnalysisSettings } from './analysis-settings.js';

/** What the server takes; a publisher keeps below it. */
export interface IngestLimits {
  /** Largest WebSocket message, header included, in octets. */
  readonly maxMessageOctets: number;
}

/** Answer to `start`: the stream is open. */
export interface ReadyMessage {
  readonly type: 'ready';
  /** The stream's ID. */
  readonly stream: string;
  /** Sequence number of the chunk that the server needs next; 0 for a new stream. */
  readonly nextSequence: number;
  /** To be shown as `token` when this stream is resumed: the publisher's own may have expired by then. */
  readonly resumeToken?: string;
  readonly limits: IngestLimits;
  /** How the stream is analysed: what `start` asked for, and the server's defaults for the rest. */
  readonly analysis: AnalysisSettings;
}

/** Every chunk up to and including `sequence` is in the recording. */
export interface AckMessage {
  readonly type: 'ack';
  readonly sequence: number;
}

/** A rectangle in shares of the frame's width and height: 0 is left or top, 1 is right or bottom. May reach outside. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A point in shares of the frame's width and height: 0 is left or top, 1 is right or bottom. May lie outside. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How sure the detector is of each expression, from 0 to 1; together they are 1. */
export interface FaceExpressions {
  readonly neutral: number;
  readonly happy: number;
  readonly sad: number;
  readonly angry: number;
  readonly fearful: number;
  readonly disgusted: number;
  readonly surprised: number;
}

/** One thing that a detector found in a frame. What is optional is there where the stream asked for it. */
export interface Detection {
  /** Confidence from 0 to 1. */
  readonly score: number;
  readonly box: Box;
  /**
   * Number of the face within the stream, from 1: the same face keeps it from frame to frame. Absent for a box that was
   * not found for long enough yet, which may be none. Nobody is recognised: who leaves and comes back gets a new number.
   */
  readonly faceId?: number;
  /** The 68 points of a face in the usual order: jaw, brows, nose, eyes, mouth. */
  readonly landmarks?: readonly Point[];
  readonly expressions?: FaceExpressions;
  /** Estimated age in years. */
  readonly age?: number;
  readonly gender?: 'female' | 'male';
  /** How sure the detector is of `gender`, from 0.5 to 1. */
  readonly genderProbability?: number;
  /**
   * 128 numbers that are close together, by Euclidean distance, for pictures of the same person. Biometric data: sent to the
   * publisher who asked for it, to nobody else.
   */
  readonly descriptor?: readonly number[];
}

/** How long each stage took for one analysed frame, in ms on the server's clock. */
export interface StageTimings {
  /** From the arrival of the chunk that completed the frame's Block to the decoded frame. */
  readonly decodeMs: number;
  /** From the decoded frame to the start of its detection. */
  readonly queueMs: number;
  /** The detection itself. */
  readonly detectMs: number;
  /** From the arrival of the chunk to the sending of this message. */
  readonly totalMs: number;
}

/** What was found in one frame. Sent for every analysed frame, also where nothing was found. */
export interface DetectionsMessage {
  readonly type: 'detections';
  /** Timestamp of the frame's Block on the stream's own timeline (never runs back, across restarts), in ms. */
  readonly timestampMs: number;
  /** Timestamp as the recorder wrote it, in ms: starts anew at each restart of the recorder. */
  readonly recorderTimestampMs: number;
  /** Sequence number of the chunk that completed the frame's Block. */
  readonly sequence: number;
  /** Size of the decoded video in pixels, before any scaling for the detector. */
  readonly width: number;
  readonly height: number;
  readonly detections: readonly Detection[];
  readonly timings: StageTimings;
}

/** How the stream is doing; sent about once a second. */
export interface StatusMessage {
  readonly type: 'status';
  readonly stream: string;
  /** Codec of the video track as an RFC 6381 string or a short name, `none` without a video track. */
  readonly videoCodec: string;
  /** Codec of the audio track, `none` without one. */
  readonly audioCodec: string;
  readonly chunks: number;
  readonly octets: number;
  /** Video frames received, decoded or not, since the stream began. */
  readonly framesReceived: number;
  readonly framesAnalysed: number;
  /** Frames that were not analysed because a newer one was there, or because the rate did not ask for them. */
  readonly framesSkipped: number;
  /** Frames of the camera in the last seconds, per second of the video's own clock. */
  readonly videoFps: number;
  /** Frames analysed in the last seconds, per second. */
  readonly detectionFps: number;
  /**
   * Frames a second that the server analyses of this stream at most, at the moment, by the video's own clock: what the stream
   * asked for, or less while the machine is full: its even share of what the detectors do, and of that what newer frames do not
   * replace and the share of video that is decoded, both of late.
   */
  readonly grantedFps: number;
  /** `framesSkipped` by the stage that left the frames out. */
  readonly skipped: SkippedFrames;
  /** Faces that are in the picture now, as far as the analysed frames show. */
  readonly facesPresent: number;
  /** Faces that have appeared since the stream began, each counted once. */
  readonly facesCounted: number;
}

/** Frames that were not analysed, by the reason. */
export interface SkippedFrames {
  /** Between two frames of the rate that is analysed: decoded, but neither scaled nor handed over. */
  readonly byRate: number;
  /** Handed over, and replaced by a newer frame before a detector was free. */
  readonly byNewerFrame: number;
  /** Never decoded: the decoder was behind, and went on at the next random access point. */
  readonly notDecoded: number;
  /** The detector failed at them. */
  readonly failed: number;
}

/** A face is in the picture that was not there before. Sent when it has been found in two frames 150 ms apart or more. */
export interface FaceAppearedMessage {
  readonly type: 'face-appeared';
  /** As in {@link Detection.faceId}. */
  readonly faceId: number;
  /** When it was seen first, in ms on the stream's timeline. */
  readonly timestampMs: number;
  readonly score: number;
  readonly box: Box;
}

/** A face has not been seen for a while, or the stream has ended. */
export interface FaceLeftMessage {
  readonly type: 'face-left';
  /** As in {@link Detection.faceId}. */
  readonly faceId: number;
  /** When it was seen first, in ms on the stream's timeline. */
  readonly firstSeenMs: number;
  /** When it was seen last, in ms on the stream's timeline. */
  readonly lastSeenMs: number;
}

/** A part of the stream is missing or damaged; what follows is whole again. */
export interface GapMessage {
  readonly type: 'gap';
  readonly code: string;
  readonly message: string;
  readonly startMs: number | null;
  readonly endMs: number | null;
}

/** The stream is finished and its recording is closed. */
export interface EndedMessage {
  readonly type: 'ended';
  readonly stream: string;
  readonly chunks: number;
  /** Path of the recording on this server, to be joined to its address. */
  readonly recordingPath: string;
}

/** Something went wrong: what, and what to do about it. */
export interface ErrorMessage {
  readonly type: 'error';
  /** Stable, for programs. */
  readonly code: string;
  /** For people: what happened. */
  readonly message: string;
  /** For people: what to do. */
  readonly remedy: string;
  /** Whether the same may work when tried again. */
  readonly retryable: boolean;
}

/** Everything a server may say to a publisher. */
export type ServerMessage =
  | ReadyMessage
  | AckMessage
  | DetectionsMessage
  | FaceAppearedMessage
  | FaceLeftMessage
  | StatusMessage
  | GapMessage
  | EndedMessage
  | ErrorMessage;
