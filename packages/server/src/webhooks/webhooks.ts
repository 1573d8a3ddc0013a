import { setTimeout as delay } from 'node:timers/promises';
import type { StreamEvent } from '../bus/index.js';
import type { WebhookEvent } from './webhook-event.js';
import { type WebhookHost, type WebhookOutcome, WebhookSender } from './webhook-sender.js';

export interface WebhooksOptions {
  readonly urls: readonly string[];
  readonly secret: string;
  readonly onOutcome: (outcome: WebhookOutcome, detail: string) => void;
}

/** Tells receivers elsewhere what happens in the streams. */
export class Webhooks {
  readonly #senders: readonly WebhookSender[];

  constructor({ urls, secret, onOutcome }: WebhooksOptions, host: WebhookHost = webHost()) {
    this.#senders = urls.map((url) => new WebhookSender({ url, secret, onOutcome }, host));
  }

  /** Events that wait for their receivers. */
  get waiting(): number {
    return this.#senders.reduce((sum, sender) => sum + sender.waiting, 0);
  }

  started(stream: string, mimeType: string): void {
    this.#send({ type: 'stream.started', stream, mimeType });
  }

  /** Listener for the events of all streams. */
  readonly hear = (stream: string, event: StreamEvent): void => {
    const told = webhookEventOf(stream, event);
    if (told !== undefined) this.#send(told);
  };

  close(): void {
    for (const sender of this.#senders) sender.close();
  }

  #send(event: WebhookEvent): void {
    for (const sender of this.#senders) sender.send(event);
  }
}

/** `undefined` for what happens too often to be told: detections and status. */
export function webhookEventOf(stream: string, event: StreamEvent): WebhookEvent | undefined {
  switch (event.type) {
    case 'ended':
      return { type: 'stream.ended', stream, chunks: event.chunks, recordingPath: event.recordingPath };
    case 'face-appeared':
      return { type: 'face.appeared', stream, faceId: event.faceId, timestampMs: event.timestampMs };
    case 'face-left': {
      const { faceId, firstSeenMs, lastSeenMs } = event;
      return { type: 'face.left', stream, faceId, firstSeenMs, lastSeenMs };
    }
    case 'gap':
      return { type: 'gap', stream, code: event.code, startMs: event.startMs, endMs: event.endMs };
    case 'detections':
    case 'status':
    case 'error':
      return undefined;
    default:
      return event satisfies never;
  }
}

function webHost(): WebhookHost {
  return {
    now: () => new Date(),
    random: Math.random,
    sleep: (ms, signal) => delay(ms, undefined, { signal, ref: false }),
    // A receiver that sends elsewhere is not followed: the address is the one that was configured.
    post: async (url, request) => {
      const { status, body } = await fetch(url, { method: 'POST', redirect: 'manual', ...request });
      // What it says besides nobody reads: unread, it would hold the connection.
      await body?.cancel();
      return { status };
    },
  };
}
