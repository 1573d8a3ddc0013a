import type { SourceTrack } from '../blocks/source-track.js';
import type { TrackEntry } from '../blocks/track-entry.js';
import type { Track } from '../blocks/track.js';
import type { FrameDescription } from '../codecs/frame-description.js';
import * as ID from '../elements/matroska-ids.js';
import { readChildren, type ElementView } from '../elements/element-tree.js';
import { unsignedElement } from '../elements/element-writer.js';
import { vintWidthFor } from '../elements/vint.js';
import { concatOctets, sameOctets } from '../octets/numbers.js';
import { element } from '../elements/element-writer.js';

/** A track as it is emitted: what is said of it, and the TrackEntry's children that the init segment carries. */
export interface OutputTrack {
  readonly track: Track;
  readonly children: readonly ElementView[];
}

/** The track as the recorder described it. */
export function outputTrackFrom(entry: TrackEntry): OutputTrack {
  return { track: entry.track, children: entry.children };
}

/**
 * The track with what a keyframe says of itself: after a resize the header still has the old size.
 *
 * @returns the same object when the keyframe says nothing new
 */
export function withFrameDescription(output: OutputTrack, description: FrameDescription): OutputTrack {
  return withCodecPrivate(withCodec(withSize(output, description), description), description);
}

function withSize(output: OutputTrack, { width, height }: FrameDescription): OutputTrack {
  if (width === undefined || height === undefined) return output;
  if (width === output.track.width && height === output.track.height) return output;
  return {
    track: { ...output.track, width, height },
    children: output.children.map((child) => (child.id === ID.Video ? withPixelSize(child, width, height) : child)),
  };
}

function withCodec(output: OutputTrack, { codec }: FrameDescription): OutputTrack {
  return codec === undefined || codec === output.track.codec
    ? output
    : { ...output, track: { ...output.track, codec } };
}

function withCodecPrivate(output: OutputTrack, { codecPrivate }: FrameDescription): OutputTrack {
  const current = output.track.codecPrivate;
  if (codecPrivate === undefined || (current !== undefined && sameOctets(current, codecPrivate))) return output;
  const others = output.children.filter((child) => child.id !== ID.CodecPrivate);
  return {
    track: { ...output.track, codecPrivate },
    children: [...others, { id: ID.CodecPrivate, body: codecPrivate }],
  };
}

/** The display size is a size in pixels unless DisplayUnit says otherwise; then it would contradict the new one. */
function withPixelSize(video: ElementView, width: number, height: number): ElementView {
  const replaced = [
    ID.PixelWidth,
    ID.PixelHeight,
    ID.DisplayWidth,
    ID.DisplayHeight,
    ID.DisplayUnit,
  ] as readonly number[];
  const kept = (readChildren(video.body) ?? []).filter((child) => !replaced.includes(child.id));
  return {
    id: ID.Video,
    body: concatOctets([
      unsignedElement(ID.PixelWidth, width),
      unsignedElement(ID.PixelHeight, height),
      ...kept.map((child) => element(child.id, child.body)),
    ]),
  };
}

/**
 * Finds for each track of a new run the emitted track that it continues.
 *
 * @returns `undefined` when a decoder would need a new init segment: tracks came, went, or changed their codec's set-up
 */
export function matchTracks(
  sources: readonly SourceTrack[],
  outputs: readonly OutputTrack[],
): ReadonlyMap<SourceTrack, OutputTrack> | undefined {
  if (sources.length !== outputs.length) return undefined;
  const free = [...outputs];
  const matches = new Map<SourceTrack, OutputTrack>();
  for (const source of sources) {
    const index = free.findIndex((output) => continues(source, output));
    const [output] = index < 0 ? [] : free.splice(index, 1);
    if (output === undefined) return undefined;
    matches.set(source, output);
  }
  return matches;
}

/** What may differ between runs without a decoder's noticing. */
const IGNORED: readonly number[] = [ID.TrackNumber, ID.TrackUID, ID.Name, ID.Language, ID.LanguageBCP47];
const PICTURE_SIZE: readonly number[] = [
  ID.PixelWidth,
  ID.PixelHeight,
  ID.DisplayWidth,
  ID.DisplayHeight,
  ID.DisplayUnit,
];

function continues(source: SourceTrack, output: OutputTrack): boolean {
  const { track } = source.entry;
  if (track.type !== output.track.type || track.codecId !== output.track.codecId) return false;
  // A block keeps the width of its track number's VINT, so that it is copied and not written anew.
  if (vintWidthFor(output.track.number) > vintWidthFor(track.number)) return false;
  return sameOctets(setUp(source.entry.children, source), setUp(output.children, source));
}

/** The octets that set up a decoder; what keyframes say themselves, and say truly, is left out. */
function setUp(children: readonly ElementView[], source: SourceTrack): Uint8Array {
  const ignored = source.needsKeyframeForHeader ? [...IGNORED, ID.CodecPrivate] : IGNORED;
  const kept = children.filter((child) => !ignored.includes(child.id)).sort((left, right) => left.id - right.id);
  const body = (child: ElementView): Uint8Array =>
    child.id === ID.Video && source.describesPictureSize ? withoutSize(child) : child.body;
  return concatOctets(kept.map((child) => element(child.id, body(child))));
}

function withoutSize(video: ElementView): Uint8Array {
  const kept = (readChildren(video.body) ?? []).filter((child) => !PICTURE_SIZE.includes(child.id));
  return concatOctets(kept.map((child) => element(child.id, child.body)));
}
