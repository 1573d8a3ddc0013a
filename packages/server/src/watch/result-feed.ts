import { encodeMessage, type ErrorMessage, type ServerMessage } from '@webm-reassembler/protocol';
import type { EventBus, StreamEvent } from '../bus/event-bus.js';
import { ServerError } from '../errors.js';

/** Where messages go: a socket, seen from here. */
export interface Outlet {
  send(text: string): void;
  /** Octets that were sent and that the other side has not taken yet. */
  readonly waitingOctets: number;
}

/** Results that may wait for a publisher that does not read, before newer ones are left out. */
const MAX_WAITING_OCTETS = 1024 * 1024;

/**
 * Hands the events of one stream to one listener, in order and bounded: to one that does not read, results and status
 * are left out (newer ones follow), and it is told so once. What is said only once (gap, error, ended) always goes out.
 */
export class ResultFeed {
  readonly #outlet: Outlet;
  readonly #unsubscribe: () => void;
  #leftOut = 0;

  /** @param complete adds to an event what only this listener may know; by default nothing */
  constructor(bus: EventBus, stream: string, outlet: Outlet, complete: (event: StreamEvent) => StreamEvent = itself) {
    this.#outlet = outlet;
    this.#unsubscribe = bus.subscribe(stream, (event) => this.#pass(complete(event)));
  }

  /** Says something to this listener alone. */
  tell(message: ServerMessage): void {
    this.#outlet.send(encodeMessage(message));
  }

  close(): void {
    this.#unsubscribe();
  }

  #pass(event: StreamEvent): void {
    if (isReplaceable(event) && this.#outlet.waitingOctets > MAX_WAITING_OCTETS) {
      this.#leftOut += 1;
      return;
    }
    if (this.#leftOut > 0) this.tell(this.#leftOutError());
    this.tell(event);
  }

  #leftOutError(): ErrorMessage {
    const error = new ServerError('publisher-too-slow', `${this.#leftOut} results were left out`);
    this.#leftOut = 0;
    return { type: 'error', ...error.answer() };
  }
}

/** Whether a newer event makes up for this one. */
function isReplaceable(event: StreamEvent): boolean {
  return event.type === 'detections' || event.type === 'status';
}

function itself(event: StreamEvent): StreamEvent {
  return event;
}
