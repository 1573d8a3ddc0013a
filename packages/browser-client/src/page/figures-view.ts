import type { DetectionsMessage, StatusMessage } from '@webm-reassembler/protocol';
import type { Elements } from './elements.js';
import { formatCodecs, formatCount, formatOctets, formatRate } from './format.js';
import type { Session } from './session.js';

const UNKNOWN = '–';
const PICTURES_ONLY = 'This browser records no WebM video: about four pictures a second are sent, without sound.';

/** The numbers about a stream. */
export class FiguresView {
  readonly #elements: Elements;

  constructor(elements: Elements) {
    this.#elements = elements;
  }

  /** A new stream: nothing is known. */
  reset(): void {
    const { cameraFps, detectionFps, latency, faces, skipped, codec } = this.#elements;
    for (const element of [cameraFps, detectionFps, latency, faces, skipped, codec]) element.textContent = UNKNOWN;
  }

  showStatus(status: StatusMessage): void {
    this.#elements.cameraFps.textContent = formatRate(status.videoFps);
    this.#elements.detectionFps.textContent = formatRate(status.detectionFps);
    this.#elements.skipped.textContent = formatCount(status.framesSkipped);
    this.#elements.codec.textContent = formatCodecs(status.videoCodec, status.audioCodec) || UNKNOWN;
  }

  showDetections(message: DetectionsMessage, session: Session): void {
    this.#elements.faces.textContent = String(message.detections.length);
    const { median } = session.latency;
    if (median !== undefined) this.#elements.latency.textContent = formatCount(median);
  }

  /** Rates of a stream that has ended would be lies; totals stay. */
  freeze(): void {
    const { cameraFps, detectionFps, latency, faces } = this.#elements;
    for (const element of [cameraFps, detectionFps, latency, faces]) element.textContent = UNKNOWN;
  }

  showUpload(session: Session): void {
    const { backlog } = session.upload;
    const waiting = backlog.chunks > 0 ? `, ${formatCount(backlog.chunks)} not confirmed yet` : ', all confirmed';
    const what = session.sendsPictures ? 'pictures' : 'chunks';
    const why = session.sendsPictures ? ` ${PICTURES_ONLY}` : '';
    const text = `${formatCount(session.chunksSent)} ${what}, ${formatOctets(session.octetsSent)}${waiting}.${why}`;
    this.#elements.uploadLine.textContent = session.chunksSent === 0 ? 'Nothing sent yet.' : text;
  }
}
