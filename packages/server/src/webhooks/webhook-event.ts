/** What a receiver is told. The closed set of `type`s; each has the fields of its row below. */
export type WebhookEvent =
  | { readonly type: 'stream.started'; readonly stream: string; readonly mimeType: string }
  | { readonly type: 'stream.ended'; readonly stream: string; readonly chunks: number; readonly recordingPath: string }
  | {
      readonly type: 'face.appeared';
      readonly stream: string;
      readonly faceId: number;
      /** When it was seen first, in ms on the stream's timeline. */
      readonly timestampMs: number;
    }
  | {
      readonly type: 'face.left';
      readonly stream: string;
      readonly faceId: number;
      readonly firstSeenMs: number;
      readonly lastSeenMs: number;
    }
  | {
      readonly type: 'gap';
      readonly stream: string;
      readonly code: string;
      readonly startMs: number | null;
      readonly endMs: number | null;
    };

/** How an event goes over the wire: the body of a POST. */
export interface WebhookBody {
  readonly type: WebhookEvent['type'];
  /** When it happened, in ISO 8601, on the clock of the server. */
  readonly timestamp: string;
  readonly data: Omit<WebhookEvent, 'type'>;
}

export function webhookBody({ type, ...data }: WebhookEvent, at: Date): WebhookBody {
  return { type, timestamp: at.toISOString(), data };
}
