import type { StatusMessage } from '@webm-reassembler/protocol';
import type { InitSegment, Output } from 'webm-reassembler';
import type { PictureSize } from '../frames/frame.js';
import type { StillType } from '../frames/still-header.js';
import type { AnalysisProgress } from './stream-analysis.js';
import { RateMeter } from './rate-meter.js';
import { audioTrackOf, videoTrackOf } from './video-track.js';

/** What a stream's tracks are, in words for people and for `stream.json`. */
export interface StreamMedia {
  readonly videoCodec: string;
  readonly audioCodec: string;
  readonly width: number | null;
  readonly height: number | null;
}

const NO_MEDIA: StreamMedia = { videoCodec: 'none', audioCodec: 'none', width: null, height: null };

/** Everything that is counted about one stream. */
export class StreamStatistics {
  readonly #videoRate = new RateMeter();
  readonly #detectionRate = new RateMeter();
  #media: StreamMedia = NO_MEDIA;
  #chunks = 0;
  #octets = 0;
  #framesReceived = 0;
  #framesAnalysed = 0;
  #framesSkipped = 0;
  #newestFrameMs = 0;

  get media(): StreamMedia {
    return this.#media;
  }

  get chunks(): number {
    return this.#chunks;
  }

  get octets(): number {
    return this.#octets;
  }

  addChunk(octets: number, outputs: readonly Output[]): void {
    this.#chunks += 1;
    this.#octets += octets;
    for (const output of outputs) {
      if (output.kind === 'init-segment') this.#media = mediaOf(output);
      else if (output.kind === 'media-segment') this.#addFrames(output);
    }
  }

  addStill(
    octets: number,
    { type, width, height }: PictureSize & { readonly type: StillType },
    timestampMs: number,
  ): void {
    this.#chunks += 1;
    this.#octets += octets;
    this.#media = { videoCodec: type === 'image/png' ? 'png' : 'jpeg', audioCodec: 'none', width, height };
    this.#addFrame(timestampMs);
  }

  /** @param nowMs the server's clock */
  addAnalysedFrame(framesPassedOver: number, nowMs: number): void {
    this.#framesAnalysed += 1;
    this.#framesSkipped += framesPassedOver;
    this.#detectionRate.add(nowMs);
  }

  /** What an earlier process analysed and left out of what was counted again by {@link addChunk}. */
  addEarlierFrames(analysed: number, skipped: number): void {
    this.#framesAnalysed += analysed;
    this.#framesSkipped += skipped;
  }

  /** No more frames will be analysed: those behind the last analysed one were skipped too. */
  settle(): void {
    this.#framesSkipped = this.#framesReceived - this.#framesAnalysed;
  }

  status(stream: string, nowMs: number, progress: AnalysisProgress): StatusMessage {
    const { grantedFps, facesPresent, facesCounted, byNewerFrame, notDecoded, failed } = progress;
    // What no other stage left out was between two frames of the rate.
    const byRate = Math.max(0, this.#framesSkipped - byNewerFrame - notDecoded - failed);
    return {
      type: 'status',
      stream,
      videoCodec: this.#media.videoCodec,
      audioCodec: this.#media.audioCodec,
      chunks: this.#chunks,
      octets: this.#octets,
      framesReceived: this.#framesReceived,
      framesAnalysed: this.#framesAnalysed,
      framesSkipped: this.#framesSkipped,
      videoFps: tenths(this.#videoRate.perSecond(this.#newestFrameMs)),
      detectionFps: tenths(this.#detectionRate.perSecond(nowMs)),
      grantedFps: tenths(grantedFps),
      skipped: { byRate, byNewerFrame, notDecoded, failed },
      facesPresent,
      facesCounted,
    };
  }

  #addFrames(segment: Extract<Output, { readonly kind: 'media-segment' }>): void {
    for (const block of segment.blocks) {
      if (block.track.type !== 'video') continue;
      this.#addFrame(block.timestampMs);
    }
  }

  #addFrame(timestampMs: number): void {
    this.#framesReceived += 1;
    this.#newestFrameMs = Math.max(this.#newestFrameMs, timestampMs);
    this.#videoRate.add(timestampMs);
  }
}

function mediaOf(initSegment: InitSegment): StreamMedia {
  const video = videoTrackOf(initSegment);
  return {
    videoCodec: video?.codec ?? 'none',
    audioCodec: audioTrackOf(initSegment)?.codec ?? 'none',
    width: video?.width ?? null,
    height: video?.height ?? null,
  };
}

function tenths(perSecond: number): number {
  return Math.round(perSecond * 10) / 10;
}
