import type { DetectionsMessage, EndedMessage, ErrorMessage, GapMessage, StatusMessage } from './server-messages.js';

/** First message to a viewer: the stream is live, and follows from its current group of pictures on. */
export interface WatchingMessage {
  readonly type: 'watching';
  readonly stream: string;
  /**
   * As in `status`: `jpeg` or `png` where the publisher sends still images, of which no media follow but their detections;
   * `none` while nothing has come.
   */
  readonly videoCodec: string;
}

/**
 * The next binary message is an init segment of this type, and everything up to the next `init` belongs to it. A binary
 * message is what `appendBuffer` takes: an init segment, or media segments that continue what came before.
 */
export interface InitMessage {
  readonly type: 'init';
  /** Type with `codecs`, as `MediaSource.isTypeSupported` takes it. */
  readonly mimeType: string;
}

/** The viewer was too slow: what came in between was left out, and it goes on at a random access point. */
export interface MovedOnMessage {
  readonly type: 'moved-on';
  /** Timestamp of the random access point that follows, in ms on the stream's timeline. */
  readonly timestampMs: number;
}

/** Everything a server may say to a viewer in text. */
export type ViewerMessage =
  | WatchingMessage
  | InitMessage
  | MovedOnMessage
  | DetectionsMessage
  | StatusMessage
  | GapMessage
  | EndedMessage
  | ErrorMessage;
