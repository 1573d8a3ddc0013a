import { asksForSignIn, pageAccess, signInAddress, withToken } from '../access/page-access.js';
import { ClientError } from '../client-error.js';
import { VideoOverlay } from '../overlay/video-overlay.js';
import type { UploadState } from '../upload/upload-state.js';
import { ingestAddress, streamPath, watchLink } from './addresses.js';
import { fetchChunks, type StoredChunk } from './chunk-catalogue.js';
import { ChunkList, chunkTime } from './chunk-list.js';
import type { Elements } from './elements.js';
import { FiguresView } from './figures-view.js';
import { formatClock } from './format.js';
import type { PageState } from './page-state.js';
import { Player, type Playable } from './player.js';
import { Session } from './session.js';
import { showStage, showState, type StageView } from './state-view.js';
import { fetchAllowedTasks, offerTasks, wishedAnalysis } from './task-switches.js';

/** How often the clock and the waiting time are written anew, in ms. */
const TICK_MS = 250;

/** Ticks between two looks at the server's list of chunks. */
const TICKS_PER_POLL = 6;

/** The page: buttons in, camera, boxes, figures, chunks and words out. */
export class Page {
  readonly #elements: Elements;
  readonly #figures: FiguresView;
  readonly #chunkList: ChunkList;
  readonly #player: Player;
  readonly #overlay: VideoOverlay;
  #session: Session | undefined;
  #state: PageState = { kind: 'idle' };
  /** What the stage shows when nothing is played back. */
  #behind: StageView = 'welcome';
  #ticks = 0;

  constructor(elements: Elements) {
    this.#elements = elements;
    this.#figures = new FiguresView(elements);
    this.#chunkList = new ChunkList(elements, (chunk) => this.#playChunk(chunk));
    this.#player = new Player(elements);
    this.#overlay = new VideoOverlay({ video: elements.liveVideo, canvas: elements.liveBoxes });
  }

  /** Connects the buttons and shows the first state. */
  open(): void {
    const { start, stop, back, mirror, recordingPlay } = this.#elements;
    start.addEventListener('click', () => void this.#start());
    stop.addEventListener('click', () => void this.#stop());
    back.addEventListener('click', () => this.#closePlayback());
    mirror.addEventListener('change', () => this.#applyMirror());
    recordingPlay.addEventListener('click', () => this.#playRecording());
    this.#applyMirror();
    this.#enter({ kind: 'idle' }, 'welcome');
    void fetchAllowedTasks().then((tasks) => offerTasks(this.#elements, tasks));
    setInterval(() => this.#tick(), TICK_MS);
  }

  async #start(): Promise<void> {
    if (this.#state.kind === 'asking' || this.#state.kind === 'running') return;
    this.#closePlayback();
    this.#enter({ kind: 'asking' }, 'welcome');
    try {
      this.#begin(await this.#openSession());
    } catch (error) {
      this.#showProblem(error);
    }
  }

  #openSession(): Promise<Session> {
    const wishes = { audio: this.#elements.sound.checked, analysis: wishedAnalysis(this.#elements) };
    return Session.start(ingestAddress(location), pageAccess(location), wishes, {
      onState: (state) => this.#onUpload(state),
      onStatus: (status) => this.#figures.showStatus(status),
      onDetections: (message, ageMs) => {
        this.#overlay.showLive(message, ageMs);
        if (this.#session !== undefined) this.#figures.showDetections(message, this.#session);
      },
      onCaptureError: (error) => void this.#stopBecause(error),
    });
  }

  #begin(session: Session): void {
    this.#session = session;
    this.#figures.reset();
    this.#chunkList.clear();
    this.#elements.recordingActions.hidden = true;
    this.#elements.recordingEmpty.hidden = false;
    this.#elements.recordingLength.textContent = '';
    this.#elements.liveVideo.srcObject = session.camera;
    void this.#elements.liveVideo.play().catch(() => undefined);
    this.#enter(this.#running(session), 'live');
  }

  /** Ends the stream and shows its recording. */
  async #stop(): Promise<void> {
    const session = this.#session;
    if (session === undefined) return;
    const result = await session.stop();
    this.#leaveLive();
    // A failed upload has already been shown.
    if (result.kind !== 'ended' || this.#state.kind === 'problem') return;
    this.#elements.watchLink.hidden = true;
    this.#enter({ kind: 'ended' }, 'welcome');
    // Pictures are kept as they are: there is no video to play.
    if (session.sendsPictures) return;
    await this.#pollChunks(session);
    // Whoever has picked a chunk meanwhile, or has started anew, is not disturbed.
    if (this.#state.kind === 'ended' && this.#elements.stage.dataset['view'] !== 'playback') this.#playRecording();
  }

  /** Ends the stream because the camera is gone; what was sent is kept. */
  async #stopBecause(error: ClientError): Promise<void> {
    await this.#stop();
    this.#closePlayback();
    this.#showProblem(error);
  }

  #onUpload(upload: UploadState): void {
    const session = this.#session;
    if (session === undefined) return;
    if (upload.kind === 'failed') {
      this.#showProblem(new ClientError(upload.code, { explanation: upload }), upload.serverCode);
      void session.stop().then(() => this.#leaveLive());
    } else if (upload.kind !== 'ended') {
      this.#enter(this.#running(session), 'live');
      if (upload.kind === 'live' && !session.sendsPictures) this.#offerRecording(upload.stream);
      if (upload.kind === 'reconnecting') this.#figures.freeze();
    }
  }

  #running(session: Session): PageState {
    return {
      kind: 'running',
      upload: session.upload.state,
      sends: session.sendsPictures ? 'pictures' : 'video',
      keptMs: session.upload.backlog.durationMs,
      letGoMs: session.upload.backlog.letGo.durationMs,
      nowMs: Date.now(),
    };
  }

  #showProblem(error: unknown, serverCode?: string): void {
    this.#elements.problemSignIn.hidden = !asksForSignIn(serverCode);
    this.#elements.problemSignIn.href = signInAddress(location);
    const { code, message, remedy } =
      error instanceof ClientError ? error : new ClientError('recorder-failed', { cause: error });
    this.#enter({ kind: 'problem', code, message, remedy }, 'problem');
  }

  #leaveLive(): void {
    this.#overlay.clear();
    this.#elements.liveVideo.srcObject = null;
    this.#figures.freeze();
    if (this.#session !== undefined) this.#figures.showUpload(this.#session);
  }

  #enter(state: PageState, behind: StageView): void {
    this.#state = state;
    this.#behind = behind;
    showState(this.#elements, state);
    const playing = this.#elements.stage.dataset['view'] === 'playback' && behind !== 'problem';
    showStage(this.#elements, playing ? 'playback' : behind, behind);
  }

  #tick(): void {
    const session = this.#session;
    if (session === undefined || this.#state.kind !== 'running') return;
    this.#enter(this.#running(session), 'live');
    const lengthMs = Date.now() - session.startedAtMs;
    this.#elements.clock.textContent = formatClock(lengthMs);
    this.#figures.showUpload(session);
    this.#ticks += 1;
    if (this.#ticks % TICKS_PER_POLL === 0) void this.#pollChunks(session);
  }

  async #pollChunks(session: Session): Promise<void> {
    if (session.stream === undefined || session.sendsPictures || document.hidden) return;
    const chunks = await fetchChunks(session.stream, this.#chunkList.nextSequence, session.token);
    if (session !== this.#session) return;
    this.#chunkList.append(chunks);
    const last = chunks.at(-1);
    if (last !== undefined) this.#elements.recordingLength.textContent = formatClock(last.endMs);
  }

  #offerRecording(stream: string): void {
    this.#elements.recordingActions.hidden = false;
    this.#elements.recordingEmpty.hidden = true;
    this.#elements.recordingLink.href = this.#withToken(`${streamPath(stream)}/recording.webm`);
    this.#elements.recordingLink.download = `${stream}.webm`;
    this.#elements.watchLink.hidden = false;
    this.#elements.watchLink.href = watchLink(stream, this.#session?.token);
  }

  #playRecording(): void {
    const stream = this.#session?.stream;
    if (stream === undefined) return;
    this.#chunkList.mark(undefined);
    const path = this.#withToken(`${streamPath(stream)}/recording.webm`);
    this.#play({ title: 'Recording', path, startMs: 0 });
  }

  #playChunk(chunk: StoredChunk): void {
    this.#chunkList.mark(chunk.sequence);
    const title = `Chunk ${chunk.sequence} · ${chunkTime(chunk)}`;
    this.#play({ title, path: this.#withToken(chunk.path), startMs: chunk.startMs });
    this.#elements.stage.scrollIntoView({ block: 'nearest' });
  }

  #withToken(path: string): string {
    return withToken(path, this.#session?.token);
  }

  #play(playable: Playable): void {
    if (this.#session === undefined) return;
    showStage(this.#elements, 'playback', this.#behind);
    void this.#player.play(playable, this.#session.timeline);
  }

  #closePlayback(): void {
    this.#player.close();
    this.#chunkList.mark(undefined);
    showStage(this.#elements, this.#behind, this.#behind);
  }

  #applyMirror(): void {
    const mirrored = this.#elements.mirror.checked;
    this.#elements.liveVideo.classList.toggle('mirrored', mirrored);
    this.#overlay.mirrored = mirrored;
  }
}
