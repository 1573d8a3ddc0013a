import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { StatusMessage } from '@webm-reassembler/protocol';
import type { StreamEvent } from '../bus/index.js';

/** What is looked up when somebody asks for the metrics, because it is known anyway. */
export interface MetricSources {
  readonly liveStreams: () => number;
  /** Octets that were received and are not written, of all streams. */
  readonly unrecordedOctets: () => number;
  readonly waitingFrames: () => number;
  readonly viewers: () => number;
  readonly waitingWebhooks: () => number;
  /** Refusals since the start of the server, by code. */
  readonly refusals: () => ReadonlyMap<string, number>;
}

/** Stages of a frame's way, in seconds: from below what a fast machine takes to above what anybody would wait for. */
const STAGE_BUCKETS = [0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 1, 2, 5, 10];

/** Label of the metric for each reason why a frame was skipped. */
const SKIPPED = [
  ['rate', 'byRate'],
  ['newer-frame', 'byNewerFrame'],
  ['not-decoded', 'notDecoded'],
  ['failed', 'failed'],
] as const satisfies readonly (readonly [string, keyof StatusMessage['skipped']])[];

/** Counts and measures for Prometheus. `docs/metrics.md` and the dashboard are held to what is defined here. */
export class Metrics {
  readonly registry = new Registry();
  /** What the last status of each live stream has said: the next one counts from there. */
  readonly #counted = new Map<string, StatusMessage | undefined>();
  readonly #streamsStarted = this.#counter('webm_streams_started_total', 'Streams that were begun.');
  readonly #streamsResumed = this.#counter(
    'webm_streams_resumed_total',
    'Times that a publisher came back to its stream after its connection had closed.',
  );
  readonly #chunks = this.#counter('webm_chunks_total', 'Chunks taken.');
  readonly #chunkOctets = this.#counter('webm_chunk_octets_total', 'Octets of the chunks taken.');
  readonly #gaps = this.#counter('webm_gaps_total', 'Parts of streams that were missing or damaged.', ['code']);
  readonly #framesReceived = this.#counter('webm_frames_received_total', 'Video frames in the chunks taken.');
  readonly #framesDecoded = this.#counter('webm_frames_decoded_total', 'Video frames that went through a decoder.');
  readonly #framesAnalysed = this.#counter('webm_frames_analysed_total', 'Video frames that a detector looked at.');
  readonly #framesSkipped = this.#counter(
    'webm_frames_skipped_total',
    'Video frames that no detector looked at, by reason: rate, newer-frame, not-decoded, failed.',
    ['reason'],
  );
  readonly #facesAppeared = this.#counter('webm_faces_appeared_total', 'Faces that appeared, each counted once.');
  readonly #stageSeconds = new Histogram({
    name: 'webm_stage_seconds',
    help: 'Time of an analysed frame in each stage: decode, queue, detect, and total from its chunk to its result.',
    labelNames: ['stage'],
    buckets: STAGE_BUCKETS,
    registers: [this.registry],
  });
  readonly #decoderFailures = this.#counter(
    'webm_decoder_failures_total',
    'Decoders that failed and were restarted, by code.',
    ['code'],
  );
  readonly #webhookOutcomes = this.#counter(
    'webm_webhooks_total',
    'Tries to deliver an event, by outcome: delivered, retried, given-up, dropped.',
    ['outcome'],
  );

  constructor(sources: MetricSources) {
    collectDefaultMetrics({ register: this.registry });
    this.#gauge('webm_streams_live', 'Streams that are live.', sources.liveStreams);
    this.#gauge('webm_unrecorded_octets', 'Octets received and not yet written.', sources.unrecordedOctets);
    this.#gauge('webm_waiting_frames', 'Frames that wait for a detector.', sources.waitingFrames);
    this.#gauge('webm_viewers', 'Viewers that are connected.', sources.viewers);
    this.#gauge('webm_waiting_webhooks', 'Events that wait for their receiver.', sources.waitingWebhooks);
    const refusals = new Counter({
      name: 'webm_refusals_total',
      help: 'Errors that a publisher, a viewer or a program was answered with, by code.',
      labelNames: ['code'],
      registers: [this.registry],
      collect: () => {
        refusals.reset();
        for (const [code, count] of sources.refusals()) refusals.inc({ code }, count);
      },
    });
  }

  /** A stream begins; one of whose beginning nothing was heard was restored, and its past was counted already. */
  readonly streamStarted = (stream: string): void => {
    this.#streamsStarted.inc();
    this.#counted.set(stream, undefined);
  };
  readonly streamResumed = (): void => this.#streamsResumed.inc();
  readonly decoderFailed = (code: string): void => this.#decoderFailures.inc({ code });
  readonly webhookSettled = (outcome: string): void => this.#webhookOutcomes.inc({ outcome });

  /** Listener for the events of all streams. */
  readonly hear = (stream: string, event: StreamEvent): void => {
    switch (event.type) {
      case 'detections': {
        const { decodeMs, queueMs, detectMs, totalMs } = event.timings;
        const stages = { decode: decodeMs, queue: queueMs, detect: detectMs, total: totalMs };
        for (const [stage, ms] of Object.entries(stages)) this.#stageSeconds.observe({ stage }, ms / 1000);
        return;
      }
      case 'status':
        return this.#count(stream, event);
      case 'gap':
        return this.#gaps.inc({ code: event.code });
      case 'face-appeared':
        return this.#facesAppeared.inc();
      case 'ended':
        this.#counted.delete(stream);
        return;
      case 'face-left':
      case 'error':
        return;
      default:
        event satisfies never;
    }
  };

  /** A status says how much there was since the stream began. */
  #count(stream: string, status: StatusMessage): void {
    const before = this.#counted.has(stream) ? this.#counted.get(stream) : status;
    this.#counted.set(stream, status);
    const more = (read: (of: StatusMessage) => number): number =>
      Math.max(0, read(status) - (before === undefined ? 0 : read(before)));
    this.#chunks.inc(more(({ chunks }) => chunks));
    this.#chunkOctets.inc(more(({ octets }) => octets));
    this.#framesReceived.inc(more(({ framesReceived }) => framesReceived));
    this.#framesDecoded.inc(more(({ framesReceived, skipped }) => framesReceived - skipped.notDecoded));
    this.#framesAnalysed.inc(more(({ framesAnalysed }) => framesAnalysed));
    for (const [reason, of] of SKIPPED)
      this.#framesSkipped.inc(
        { reason },
        more(({ skipped }) => skipped[of]),
      );
  }

  #counter<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []): Counter<Label> {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  #gauge(name: string, help: string, read: () => number): void {
    const gauge: Gauge = new Gauge({ name, help, registers: [this.registry], collect: () => gauge.set(read()) });
  }
}
