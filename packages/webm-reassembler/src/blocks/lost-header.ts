/*
 * A recording without its beginning: Clusters, but nothing that says what their tracks are. What was lost is rebuilt from
 * the blocks themselves and from the recorder's mimeType, where that is known.
 *
 * A video track is recognised by its first keyframe, which also tells the picture's size; frames before that one could
 * not be decoded anyway. Another track is sound: Opus, unless the mimeType says PCM. Blocks are held until it is settled.
 */
import { isAv1Keyframe } from '../codecs/av1.js';
import type { FrameDescription } from '../codecs/frame-description.js';
import { readMimeType } from '../codecs/mime-type.js';
import { isTooLongForOpus, opusPacketMs } from '../codecs/opus.js';
import type { VideoCodec } from '../codecs/video-codec.js';
import { VIDEO_CODECS } from '../codecs/video-codecs.js';
import * as ID from '../elements/matroska-ids.js';
import { element, floatElement, masterElement, textElement, unsignedElement } from '../elements/element-writer.js';
import { concatOctets } from '../octets/numbers.js';
import type { HeldBlock } from './held-blocks.js';
import { LocatedBlock } from './located-block.js';

/** A block whose track nobody described, with what it says itself. */
interface UndescribedBlock extends HeldBlock {
  readonly trackNumber: number;
  /** In ms, on the assumption that a tick is one, as it is for every browser. */
  readonly timestampMs: number;
  readonly payload: Uint8Array;
  readonly hasAdditions: boolean;
}

/** Media to look at before tracks that have not shown up are taken for absent, in ms. */
const LONG_ENOUGH_MS = 2000;
/** Browsers round timestamps, and their sound card's clock drifts, by less. */
const JITTER_MS = 15;
/** Packets that make a track sound where no mimeType says that there is any. */
const FEWEST_UNNAMED_PACKETS = 3;
const MOST_TRACKS = 4;

interface FoundVideo {
  readonly codecId: string;
  readonly description: FrameDescription;
}

export class LostHeader {
  readonly #maxOctets: number;
  readonly #audioOnly: boolean;
  readonly #videoCodecs: readonly VideoCodec[];
  readonly #expectedTracks: number | undefined;
  readonly #isPcm: boolean;
  #held: UndescribedBlock[] = [];
  /** What is to be told before a held block, and behind the last one. */
  readonly #notes = new Map<UndescribedBlock, readonly (() => void)[]>();
  #lastNotes: readonly (() => void)[] = [];
  #octets = 0;
  readonly #videos = new Map<number, FoundVideo>();
  readonly #numbers = new Set<number>();
  readonly #found = new LocatedBlock();

  /** @param maxOctets - of blocks to hold; beyond, the oldest are let go */
  constructor(mimeType: string, maxOctets: number) {
    const { kind, codecIds } = readMimeType(mimeType);
    const named = VIDEO_CODECS.filter(({ codecId }) => codecIds.includes(codecId));
    this.#maxOctets = maxOctets;
    this.#audioOnly = kind === 'audio' || (codecIds.length > 0 && named.length === 0);
    this.#videoCodecs = named.length > 0 ? named : VIDEO_CODECS;
    this.#expectedTracks = codecIds.length > 0 ? codecIds.length : undefined;
    this.#isPcm = codecIds.includes('A_PCM/FLOAT/IEEE');
  }

  /** Holds a block; `false` when this cannot be a recorder's. */
  hold(held: HeldBlock): boolean {
    const block = this.#lookInto(held);
    this.#numbers.add(block.trackNumber);
    if (this.#numbers.size > MOST_TRACKS) return false;
    this.#held.push(block);
    if (this.#lastNotes.length > 0) this.#notes.set(block, this.#lastNotes);
    this.#lastNotes = [];
    this.#octets += block.bodyEnd - block.bodyStart;
    while (this.#octets > this.#maxOctets && this.#held.length > 1) this.#letGoOfOldest();
    if (!this.#audioOnly && !this.#videos.has(block.trackNumber)) this.#lookForVideo(block);
    return true;
  }

  #lookInto(held: HeldBlock): UndescribedBlock {
    const found = this.#found;
    found.locate(held.elementId, held.octets, held.bodyStart, held.bodyEnd);
    const { header, blockEnd, hasAdditions } = found;
    return {
      ...held,
      trackNumber: header.trackNumber,
      timestampMs: held.clusterTicks + header.relativeTicks,
      payload: held.octets.subarray(header.payloadStart, blockEnd),
      hasAdditions,
    };
  }

  /**
   * The body of a Tracks element for the held blocks, once it is settled which tracks there are.
   *
   * @param isEnd - nothing more will come: settle for what is there
   */
  rebuild(isEnd: boolean): Uint8Array | undefined {
    if (!isEnd && !this.#isSettled()) return undefined;
    const sounds = [...this.#numbers].filter((number) => !this.#videos.has(number) && this.#isAudio(number));
    const known = [...this.#videos.keys(), ...this.#mostSteady(sounds)];
    const numbers = known.sort((left, right) => left - right);
    return numbers.length === 0 ? undefined : concatOctets(numbers.map((number) => this.#trackEntry(number)));
  }

  /** Keeps what is to be told between the blocks before and those that follow, such as that octets are missing there. */
  note(tell: () => void): void {
    this.#lastNotes = [...this.#lastNotes, tell];
  }

  /** Hands out the held blocks, and tells what was noted, in the order in which they came; nothing is held any longer. */
  release(read: (block: HeldBlock) => void): void {
    const held = this.#held;
    this.#held = [];
    this.#octets = 0;
    for (const block of held) {
      for (const tell of this.#notes.get(block) ?? []) tell();
      read(block);
    }
    for (const tell of this.#lastNotes) tell();
    this.#lastNotes = [];
    this.#notes.clear();
  }

  /** What was to be told before the oldest block is told before the next. */
  #letGoOfOldest(): void {
    const [oldest, next] = this.#held;
    if (oldest === undefined || next === undefined) return;
    this.#held.shift();
    this.#octets -= oldest.bodyEnd - oldest.bodyStart;
    const notes = [...(this.#notes.get(oldest) ?? []), ...(this.#notes.get(next) ?? [])];
    this.#notes.delete(oldest);
    if (notes.length > 0) this.#notes.set(next, notes);
  }

  #lookForVideo(block: UndescribedBlock): void {
    for (const { codecId, describe } of this.#videoCodecs) {
      const description = describe(block.payload);
      if (description.isKeyframe !== true || description.width === undefined) continue;
      // Sound may have what looks like parameter sets within, but hardly ever a start code in front.
      const isLikely = codecId === 'V_AV1' ? isAv1Keyframe : codecId === 'V_MPEG4/ISO/AVC' ? isLikelyVideo : undefined;
      if (isLikely?.(block.payload) === false) continue;
      this.#videos.set(block.trackNumber, { codecId, description });
      return;
    }
  }

  #isSettled(): boolean {
    if (!this.#audioOnly && this.#videos.size === 0) return this.#isOpusAlone() && this.#heldMs() >= LONG_ENOUGH_MS;
    return this.#numbers.size >= (this.#expectedTracks ?? Infinity) || this.#heldMs() >= LONG_ENOUGH_MS;
  }

  #heldMs(): number {
    const first = this.#held[0];
    const last = this.#held[this.#held.length - 1];
    return first === undefined || last === undefined ? 0 : last.timestampMs - first.timestampMs;
  }

  /** As many of the tracks as the mimeType has audio codecs: those whose packets differ least, where video never showed a keyframe. */
  #mostSteady(numbers: readonly number[]): readonly number[] {
    if (this.#expectedTracks === undefined || this.#videos.size > 0 || this.#audioOnly) return numbers;
    const steadiness = (number: number): number => {
      const lengths = this.#held.filter((block) => block.trackNumber === number).map((block) => block.payload.length);
      return lengths.filter((length) => length === lengths[0]).length / lengths.length;
    };
    return [...numbers].sort((left, right) => steadiness(right) - steadiness(left)).slice(0, this.#expectedTracks - 1);
  }

  #isOpusAlone(): boolean {
    const [number, ...others] = this.#numbers;
    return number !== undefined && others.length === 0 && this.#isAudio(number);
  }

  /**
   * PCM says nothing of itself and is taken on the mimeType's word. Opus packets say a duration, with which the timestamps
   * must agree, and keep to one way of coding or two, where the first octets of video frames are any.
   */
  #isAudio(number: number): boolean {
    if (this.#isPcm) return true;
    const blocks = this.#held.filter((block) => block.trackNumber === number);
    const fewest = this.#expectedTracks === undefined ? FEWEST_UNNAMED_PACKETS : 1;
    const agreeing = blocks.filter(({ payload, timestampMs }, index) => {
      const durationMs = opusPacketMs(payload);
      const nextMs = blocks[index + 1]?.timestampMs;
      if (durationMs === undefined || isTooLongForOpus(payload) || isLikelyVideo(payload)) return false;
      return nextMs === undefined || Math.abs(nextMs - timestampMs - durationMs) <= JITTER_MS;
    });
    const isSteady = twoMostFrequent(blocks.map(({ payload }) => (payload[0] ?? 0) >> 3)) >= blocks.length * 0.8;
    return isSteady && agreeing.length >= fewest && agreeing.length >= blocks.length * 0.8;
  }

  /** DocType of a recording with these tracks: WebM knows neither H.264 nor PCM (Chromium writes "matroska" for both). */
  get docType(): string {
    const isMatroska = this.#isPcm || [...this.#videos.values()].some((video) => video.codecId === 'V_MPEG4/ISO/AVC');
    return isMatroska ? 'matroska' : 'webm';
  }

  #trackEntry(number: number): Uint8Array {
    const video = this.#videos.get(number);
    return masterElement(ID.TrackEntry, [
      unsignedElement(ID.TrackNumber, number),
      unsignedElement(ID.TrackUID, number),
      ...(video === undefined ? this.#audioChildren(number) : this.#videoChildren(number, video)),
    ]);
  }

  #videoChildren(number: number, video: FoundVideo): readonly Uint8Array[] {
    const { width = 0, height = 0 } = video.description;
    const hasAlpha = this.#held.some((block) => block.trackNumber === number && block.hasAdditions);
    const { codecPrivate } = video.description;
    return [
      unsignedElement(ID.TrackType, 1),
      textElement(ID.CodecID, video.codecId),
      ...(codecPrivate === undefined ? [] : [element(ID.CodecPrivate, codecPrivate)]),
      ...(hasAlpha ? [unsignedElement(ID.MaxBlockAdditionID, 1)] : []),
      masterElement(ID.Video, [
        unsignedElement(ID.PixelWidth, width),
        unsignedElement(ID.PixelHeight, height),
        ...(hasAlpha ? [unsignedElement(ID.AlphaMode, 1)] : []),
      ]),
    ];
  }

  #audioChildren(number: number): readonly Uint8Array[] {
    const blocks = this.#held.filter((block) => block.trackNumber === number);
    return this.#isPcm ? pcmChildren(blocks) : opusChildren(blocks);
  }
}

/** Whether a payload begins as H.264 (Annex B) or AV1 (a temporal delimiter) does; an Opus packet hardly ever does. */
function isLikelyVideo([first, second, third]: Uint8Array): boolean {
  return (first === 0 && second === 0 && (third === 0 || third === 1)) || (first === 0x12 && second === 0);
}

/** How often the two most frequent values are there. */
function twoMostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [most = 0, second = 0] = [...counts.values()].sort((left, right) => right - left);
  return most + second;
}

/** Bit 0x04 of an Opus packet's TOC says stereo (RFC 6716, section 3.1); the header is that of RFC 7845, section 5.1. */
function opusChildren(blocks: readonly UndescribedBlock[]): readonly Uint8Array[] {
  const channels = blocks.some((block) => ((block.payload[0] ?? 0) & 0x04) !== 0) ? 2 : 1;
  const magic = [0x4f, 0x70, 0x75, 0x73, 0x48, 0x65, 0x61, 0x64];
  const head = [...magic, 1, channels, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0];
  return [
    unsignedElement(ID.TrackType, 2),
    textElement(ID.CodecID, 'A_OPUS'),
    element(ID.CodecPrivate, Uint8Array.from(head)),
    masterElement(ID.Audio, [floatElement(ID.SamplingFrequency, 48000), unsignedElement(ID.Channels, channels)]),
  ];
}

const SAMPLE_RATES = [48000, 44100, 32000, 24000, 16000];

/** 32-bit floats, as Chromium writes them: how many a second, by the timestamps, tells rate and channels. */
function pcmChildren(blocks: readonly UndescribedBlock[]): readonly Uint8Array[] {
  const [first] = blocks;
  const last = blocks[blocks.length - 1];
  const octets = blocks.slice(0, -1).reduce((sum, block) => sum + block.payload.length, 0);
  const seconds = first === undefined || last === undefined ? 0 : (last.timestampMs - first.timestampMs) / 1000;
  const samples = seconds > 0 ? octets / 4 / seconds : 48000;
  const layouts = [1, 2].flatMap((channels) => SAMPLE_RATES.map((rate) => ({ channels, rate })));
  const distance = (layout: { channels: number; rate: number }): number =>
    Math.abs(layout.channels * layout.rate - samples);
  const nearest = layouts.reduce((best, layout) => (distance(layout) < distance(best) ? layout : best));
  return [
    unsignedElement(ID.TrackType, 2),
    textElement(ID.CodecID, 'A_PCM/FLOAT/IEEE'),
    masterElement(ID.Audio, [
      floatElement(ID.SamplingFrequency, nearest.rate),
      unsignedElement(ID.Channels, nearest.channels),
      unsignedElement(ID.BitDepth, 32),
    ]),
  ];
}
