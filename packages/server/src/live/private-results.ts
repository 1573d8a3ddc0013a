import type { Detection, DetectionsMessage } from '@webm-reassembler/protocol';

/**
 * Keeps descriptors, which are biometric data, apart from everything else that is found in a stream.
 *
 * What goes to viewers, to the log, to the disk and onto the bus is the message without them. Only who holds this
 * object, the stream's own line to its publisher, can get from such a message to the whole one; and nothing keeps the
 * whole one longer than the message.
 */
export class PrivateResults {
  readonly #whole = new WeakMap<object, DetectionsMessage>();

  /** @returns the message as everybody may have it */
  publicPart(whole: DetectionsMessage): DetectionsMessage {
    if (whole.detections.every((detection) => detection.descriptor === undefined)) return whole;
    const open = { ...whole, detections: whole.detections.map(withoutDescriptor) };
    this.#whole.set(open, whole);
    return open;
  }

  /** The whole message, for the publisher; the event itself where there is nothing private about it. */
  forPublisher<Event extends object>(event: Event): Event | DetectionsMessage {
    return this.#whole.get(event) ?? event;
  }
}

/** A detection as everybody may have it. */
export function withoutDescriptor(detection: Detection): Detection {
  const { descriptor, ...open } = detection;
  return descriptor === undefined ? detection : open;
}
