import type { SourceTrack } from '../blocks/source-track.js';
import type { TrackEntry } from '../blocks/track-entry.js';
import type { Track } from '../blocks/track.js';
import type { FrameDescription } from '../codecs/frame-description.js';
import * as ID from '../elements/matroska-ids.js';
import { readChildren, type ElementView } from '../elements/element-tree.js';
import { vintWidthFor } from '../elements/vint.js';
import { concatOctets, sameOctets } from '../octets/numbers.js';
import { elementsFrom, unsignedElement } from '../elements/element-writer.js';

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
  const { track } = output;
  const { isKeyframe: _, ...said } = description;
  const { width = 0, height = 0, codec = track.codec, codecPrivate } = said;
  const isResized = width > 0 && (width !== track.width || height !== track.height);
  const isSetUpAnew = codecPrivate !== undefined && !sameOctets(track.codecPrivate ?? NOTHING, codecPrivate);
  if (!isResized && !isSetUpAnew && codec === track.codec) return output;
  let { children } = output;
  if (isResized)
    children = children.map((child) => (child.id === ID.Video ? withPixelSize(child, width, height) : child));
  if (isSetUpAnew) children = [...without(children, [ID.CodecPrivate]), { id: ID.CodecPrivate, body: codecPrivate }];
  return { track: { ...track, ...said }, children };
}

const NOTHING = new Uint8Array(0);

/** The display size is a size in pixels unless DisplayUnit says otherwise; then it would contradict the new one. */
function withPixelSize(video: ElementView, width: number, height: number): ElementView {
  const size = [unsignedElement(ID.PixelWidth, width), unsignedElement(ID.PixelHeight, height)];
  return { id: ID.Video, body: concatOctets([...size, withoutSize(video)]) };
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
  const ignored = source.codec?.needsKeyframeForHeader ? [...IGNORED, ID.CodecPrivate] : IGNORED;
  const kept = without(children, ignored).sort((left, right) => left.id - right.id);
  return elementsFrom(
    kept.map((child) => (child.id === ID.Video && source.codec ? { id: child.id, body: withoutSize(child) } : child)),
  );
}

function withoutSize(video: ElementView): Uint8Array {
  return elementsFrom(without(readChildren(video.body) ?? [], PICTURE_SIZE));
}

function without(children: readonly ElementView[], ids: readonly number[]): ElementView[] {
  return children.filter((child) => !ids.includes(child.id));
}
