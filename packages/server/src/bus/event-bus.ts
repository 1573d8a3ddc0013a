import type {
  DetectionsMessage,
  EndedMessage,
  ErrorMessage,
  FaceAppearedMessage,
  FaceLeftMessage,
  GapMessage,
  StatusMessage,
} from '@webm-reassembler/protocol';

/** What happens in a stream that others may want to know. Never descriptors: those are for the publisher alone. */
export type StreamEvent =
  DetectionsMessage | FaceAppearedMessage | FaceLeftMessage | StatusMessage | GapMessage | ErrorMessage | EndedMessage;

/** Hears the events of one stream, in order. Must not block: it is called while the stream waits. */
export type StreamListener = (event: StreamEvent) => void;

/** Hears the events of all streams, each with the ID of its stream. Must not block either. */
export type AllStreamsListener = (stream: string, event: StreamEvent) => void;

/**
 * Carries events from the stages of a stream to whoever listens. This interface is what a network bus would stand
 * behind; {@link InProcessBus} is the one for a single machine.
 */
export interface EventBus {
  publish(stream: string, event: StreamEvent): void;
  /** @returns ends the subscription */
  subscribe(stream: string, listener: StreamListener): () => void;
  /**
   * Hears the events of all streams.
   *
   * @returns ends the subscription
   */
  subscribeToAll(listener: AllStreamsListener): () => void;
}

/** Delivers at once, in the same thread. Keeps nothing, so it needs no bound of its own: each listener has one. */
export class InProcessBus implements EventBus {
  readonly #listeners = new Map<string, Set<StreamListener>>();
  readonly #listenersToAll = new Set<AllStreamsListener>();
  readonly #onListenerFailure: (thrown: unknown) => void;

  /** @param onListenerFailure told what a listener threw; the stream and the other listeners do not notice */
  constructor(onListenerFailure: (thrown: unknown) => void) {
    this.#onListenerFailure = onListenerFailure;
  }

  publish(stream: string, event: StreamEvent): void {
    for (const listener of this.#listeners.get(stream) ?? []) this.#tell(() => listener(event));
    for (const listener of this.#listenersToAll) this.#tell(() => listener(stream, event));
  }

  subscribe(stream: string, listener: StreamListener): () => void {
    const listeners = this.#listeners.get(stream) ?? new Set();
    this.#listeners.set(stream, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(stream) === listeners) this.#listeners.delete(stream);
    };
  }

  subscribeToAll(listener: AllStreamsListener): () => void {
    this.#listenersToAll.add(listener);
    return () => void this.#listenersToAll.delete(listener);
  }

  #tell(listener: () => void): void {
    try {
      listener();
    } catch (thrown) {
      this.#onListenerFailure(thrown);
    }
  }
}
