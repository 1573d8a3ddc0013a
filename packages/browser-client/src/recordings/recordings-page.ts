import { formatClock, formatOctets } from '../page/format.js';
import { faceStrip } from './face-strip.js';
import type { RecordingsElements } from './parts-of-the-page.js';
import { playableParts, type Recording } from './recording.js';
import { RecordingPlayer } from './recording-player.js';
import { facesIn, recordingRow } from './recording-row.js';
import { deleteRecording, fetchFaces, fetchRecordings } from './server-api.js';

/** Steps of the strip above the position: more than a phone has columns for, fewer than a large screen. */
const STEPS = 240;

/** The page: a list of recordings, one of which is played, with when faces were seen in it. */
export class RecordingsPage {
  readonly #elements: RecordingsElements;
  readonly #player: RecordingPlayer;
  #chosen: Recording | undefined;
  #nextBefore: string | null = null;

  constructor(elements: RecordingsElements) {
    this.#elements = elements;
    this.#player = new RecordingPlayer(elements.video, elements.boxes, (timestampMs) =>
      this.#showPosition(timestampMs),
    );
  }

  /** Connects the controls and shows the newest recordings. */
  open(): void {
    const { more, position, delete: deletion, confirm } = this.#elements;
    more.addEventListener('click', () => void this.#loadMore());
    position.addEventListener('input', () => this.#player.seek(Number(position.value)));
    deletion.addEventListener('click', () => this.#askBeforeDeleting());
    confirm.addEventListener('close', () => void this.#deleteIfConfirmed());
    void this.#loadMore();
  }

  async #loadMore(): Promise<void> {
    await this.#tell(async () => {
      const { recordings, nextBefore } = await fetchRecordings(this.#nextBefore);
      this.#nextBefore = nextBefore;
      for (const recording of recordings) {
        const row = recordingRow(recording, () => void this.#choose(recording));
        this.#elements.recordings.append(row);
      }
    });
    this.#showList();
  }

  async #choose(recording: Recording): Promise<void> {
    this.#chosen = recording;
    this.#markChosen();
    this.#elements.stage.dataset['view'] = 'playback';
    this.#elements.faces.replaceChildren();
    this.#showActions(recording);
    this.#player.play(recording);
    this.#elements.stage.scrollIntoView({ block: 'nearest' });
    await this.#tell(async () => {
      const timeline = await fetchFaces(recording, STEPS);
      if (recording === this.#chosen) this.#elements.faces.replaceChildren(faceStrip(timeline));
    });
  }

  #showActions(recording: Recording): void {
    const { timeline, actions, position, seen, length, downloads, detections } = this.#elements;
    const parts = playableParts(recording);
    timeline.hidden = parts.length === 0;
    actions.hidden = false;
    position.min = String(Math.min(...parts.map(({ startMs }) => startMs)));
    position.max = String(Math.max(...parts.map(({ endMs }) => endMs)));
    position.value = position.min;
    seen.textContent = facesIn(recording);
    length.textContent = formatClock(recording.durationMs);
    detections.href = recording.detectionsPath;
    detections.download = `${recording.stream}.ndjson`;
    const files = recording.parts.map((part, index) => {
      const link = document.createElement('a');
      link.className = 'button small';
      link.href = part.path;
      link.download =
        recording.parts.length === 1 ? `${recording.stream}.webm` : `${recording.stream}-${index + 1}.webm`;
      link.textContent = `Download ${recording.parts.length === 1 ? '' : `part ${index + 1} `}(${formatOctets(part.octets)})`;
      return link;
    });
    downloads.replaceChildren(...files);
  }

  #showPosition(timestampMs: number): void {
    const { position, clock } = this.#elements;
    position.value = String(timestampMs);
    clock.textContent = formatClock(timestampMs - Number(position.min));
    position.ariaValueText = clock.textContent;
  }

  #askBeforeDeleting(): void {
    const recording = this.#chosen;
    if (recording === undefined) return;
    const when = new Date(recording.startedAt).toLocaleString();
    this.#elements.confirmText.textContent = `${when}, ${formatClock(recording.durationMs)}, ${formatOctets(recording.octets)}, with everything that was found in it. There is no way back.`;
    this.#elements.confirm.returnValue = '';
    this.#elements.confirm.showModal();
  }

  async #deleteIfConfirmed(): Promise<void> {
    const recording = this.#chosen;
    if (recording === undefined || this.#elements.confirm.returnValue !== 'delete') return;
    await this.#tell(async () => {
      await deleteRecording(recording);
      this.#player.close();
      this.#chosen = undefined;
      this.#rowOf(recording)?.closest('li')?.remove();
      this.#elements.stage.dataset['view'] = 'welcome';
      this.#elements.timeline.hidden = true;
      this.#elements.actions.hidden = true;
    });
    this.#showList();
  }

  #showList(): void {
    const { recordings, count, more, emptyTitle, emptyText } = this.#elements;
    const listed = recordings.childElementCount;
    count.textContent = listed === 0 ? '' : `${listed}${this.#nextBefore === null ? '' : '+'}`;
    more.hidden = this.#nextBefore === null;
    document.body.dataset['state'] = listed === 0 ? 'empty' : 'listed';
    if (listed > 0) return;
    emptyTitle.textContent = 'Nothing is recorded yet';
    emptyText.textContent = 'Start the camera on the first page: its recording will be here.';
  }

  #markChosen(): void {
    for (const row of this.#elements.recordings.querySelectorAll('.recording')) row.ariaCurrent = 'false';
    const row = this.#chosen === undefined ? undefined : this.#rowOf(this.#chosen);
    if (row) row.ariaCurrent = 'true';
  }

  #rowOf({ stream }: Recording): Element | null {
    return this.#elements.recordings.querySelector(`[data-stream="${stream}"]`);
  }

  /** Does something with the server; what goes wrong is told on the page. */
  async #tell(work: () => Promise<void>): Promise<void> {
    const { problem } = this.#elements;
    problem.hidden = true;
    try {
      await work();
    } catch (thrown) {
      problem.textContent = thrown instanceof Error ? thrown.message : String(thrown);
      problem.hidden = false;
    }
  }
}
