import type { DetectionsMessage } from '@webm-reassembler/protocol';
import type { ServerError } from '../errors.js';
import { errorMessage } from './messages.js';
import { PrivateResults } from './private-results.js';
import type { StageParts } from './stage-parts.js';
import type { FaceMessage } from './stream-faces.js';
import type { StreamStatistics } from './stream-statistics.js';

/** What stages have to tell, of video and of still images alike: results, and trouble that the stream survives. */
export class StageEvents {
  readonly #parts: StageParts;
  readonly #statistics: StreamStatistics;
  readonly #private = new PrivateResults();

  constructor(parts: StageParts, statistics: StreamStatistics) {
    this.#parts = parts;
    this.#statistics = statistics;
  }

  /** An event as the publisher may have it, who may have more than everybody. */
  forPublisher<Event extends object>(event: Event): Event | DetectionsMessage {
    return this.#private.forPublisher(event);
  }

  readonly tellDetections = (message: DetectionsMessage, framesPassedOver: number): void => {
    this.#statistics.addAnalysedFrame(framesPassedOver, this.#parts.engine.now());
    this.#tellResult(this.#private.publicPart(message));
  };

  readonly tellFace = (message: FaceMessage): void => this.#tellResult(message);

  /** To the log of the server and to everybody. */
  tellTrouble(error: ServerError, level: 'warn' | 'error'): void {
    this.#parts.log[level]({ code: error.code, cause: error.cause }, error.message);
    this.#parts.bus.publish(this.#parts.id, errorMessage(error));
  }

  /** Into the file of detections and to everybody: nothing private. */
  #tellResult(message: DetectionsMessage | FaceMessage): void {
    this.#parts.recorder.logDetections(message);
    this.#parts.bus.publish(this.#parts.id, message);
  }
}
