import type { Detection, DetectionsMessage, FaceAppearedMessage, FaceLeftMessage } from '@webm-reassembler/protocol';
import { type FaceAppeared, type FaceLeft, FaceTracker, SceneWatch } from '../detect/index.js';
import type { Frame } from '../frames/frame.js';

/** What is told of faces when they come and go. */
export type FaceMessage = FaceAppearedMessage | FaceLeftMessage;

/** The faces of one stream over time: numbers the detections, and tells who comes and goes. */
export class StreamFaces {
  readonly #tracker = new FaceTracker();
  readonly #scenes = new SceneWatch();

  get present(): number {
    return this.#tracker.present;
  }

  get counted(): number {
    return this.#tracker.counted;
  }

  /** Faces were numbered by another process up to this. */
  countFrom(counted: number): void {
    this.#tracker.countFrom(counted);
  }

  /**
   * @param frame what the detections are of: after a cut to another picture they are other faces
   * @returns the message with the faces numbered, and what follows from it
   */
  follow(
    message: DetectionsMessage,
    frame: Frame,
  ): {
    readonly message: DetectionsMessage;
    readonly events: readonly FaceMessage[];
  } {
    const { faceIds, events } = this.#tracker.update(message.timestampMs, message.detections, this.#scenes.see(frame));
    const detections = message.detections.map((detection, index) => numbered(detection, faceIds[index]));
    return { message: { ...message, detections }, events: events.map(messageOf) };
  }

  /** The stream has ended: every face leaves. */
  finish(): readonly FaceMessage[] {
    return this.#tracker.finish().map(messageOf);
  }
}

function numbered(detection: Detection, faceId: number | undefined): Detection {
  return faceId === undefined ? detection : { ...detection, faceId };
}

function messageOf(event: FaceAppeared | FaceLeft): FaceMessage {
  const { faceId } = event;
  if (event.kind === 'left')
    return { type: 'face-left', faceId, firstSeenMs: event.firstSeenMs, lastSeenMs: event.lastSeenMs };
  return { type: 'face-appeared', faceId, timestampMs: event.timestampMs, score: event.score, box: event.box };
}
