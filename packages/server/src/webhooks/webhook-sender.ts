import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { type WebhookEvent, webhookBody } from './webhook-event.js';

/** What a sender needs of the world; a test has its own. */
export interface WebhookHost {
  readonly now: () => Date;
  readonly random: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly post: (url: string, request: WebhookRequest) => Promise<{ readonly status: number }>;
}

export interface WebhookRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

export interface WebhookSenderOptions {
  readonly url: string;
  /** `whsec_` and base64, as the Standard Webhooks specification has it. */
  readonly secret: string;
  /** Told what became of each event. */
  readonly onOutcome: (outcome: WebhookOutcome, detail: string) => void;
}

/** `delivered`; `retried`: failed and is tried again; `given-up`: after the last try; `dropped`: too many waited. */
export type WebhookOutcome = 'delivered' | 'retried' | 'given-up' | 'dropped';

/** Pauses between tries in seconds, as the Standard Webhooks specification suggests: some 18 hours in all. */
const RETRY_SECONDS = [5, 300, 1800, 7200, 18_000, 36_000] as const;
/** A pause is longer by up to this share, so that many servers do not knock at once. */
const JITTER = 0.2;
const ANSWER_TIMEOUT_MS = 15_000;
/** Events that wait for a receiver which is away. */
const MAX_WAITING = 10_000;

interface WaitingEvent {
  readonly id: string;
  readonly at: Date;
  readonly event: WebhookEvent;
}

/**
 * Sends events to one receiver by POST, signed (https://www.standardwebhooks.com), in order and one at a time: a
 * receiver that is away gets them all when it is back, until too many wait or the last try has failed.
 */
export class WebhookSender {
  readonly #options: WebhookSenderOptions;
  readonly #host: WebhookHost;
  readonly #signer: Webhook;
  readonly #waiting: WaitingEvent[] = [];
  readonly #stop = new AbortController();
  #isWorking = false;

  constructor(options: WebhookSenderOptions, host: WebhookHost) {
    this.#options = options;
    this.#host = host;
    this.#signer = new Webhook(options.secret);
  }

  /** Events that were taken and are not delivered. */
  get waiting(): number {
    return this.#waiting.length;
  }

  send(event: WebhookEvent): void {
    if (this.#stop.signal.aborted) return;
    if (this.#waiting.length >= MAX_WAITING)
      return this.#options.onOutcome('dropped', `${MAX_WAITING} events wait for ${this.#options.url} already`);
    this.#waiting.push({ id: `msg_${randomUUID()}`, at: this.#host.now(), event });
    if (!this.#isWorking) void this.#work();
  }

  /** Gives up what waits, at once. */
  close(): void {
    this.#stop.abort();
    this.#waiting.length = 0;
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      await this.#deliver(next);
      this.#waiting.shift();
    }
    this.#isWorking = false;
  }

  async #deliver(event: WaitingEvent): Promise<void> {
    const { onOutcome, url } = this.#options;
    for (const pauseSeconds of [...RETRY_SECONDS, undefined]) {
      const failure = await this.#try(event);
      if (this.#stop.signal.aborted) return;
      if (failure === undefined) return onOutcome('delivered', `${event.event.type} to ${url}`);
      if (pauseSeconds === undefined) return onOutcome('given-up', `${event.event.type} to ${url}: ${failure}`);
      onOutcome('retried', `${event.event.type} to ${url}: ${failure}`);
      const pauseMs = pauseSeconds * 1000 * (1 + JITTER * this.#host.random());
      await this.#host.sleep(pauseMs, this.#stop.signal).catch(() => undefined);
    }
  }

  /** @returns what went wrong; `undefined` where the receiver has it */
  async #try({ id, at, event }: WaitingEvent): Promise<string | undefined> {
    const body = JSON.stringify(webhookBody(event, at));
    const sentAt = this.#host.now();
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
      'webhook-signature': this.#signer.sign(id, sentAt, body),
    };
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]);
    try {
      const { status } = await this.#host.post(this.#options.url, { headers, body, signal });
      return status >= 200 && status < 300 ? undefined : `it answered ${status}`;
    } catch (thrown) {
      return thrown instanceof Error ? thrown.message : String(thrown);
    }
  }
}
