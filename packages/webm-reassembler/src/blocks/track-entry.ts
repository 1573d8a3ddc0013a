import { avcCodecString, shortCodecName } from '../codecs/codec.js';
import * as ID from '../elements/matroska-ids.js';
import { childOf, readChildren, unsignedChild, type ElementView } from '../elements/element-tree.js';
import { readFloat, readText } from '../octets/numbers.js';
import type { Track, TrackType } from './track.js';

/** A TrackEntry as read: what it means, and its children as they stand, so that nothing is lost in writing it anew. */
export interface TrackEntry {
  readonly track: Track;
  readonly children: readonly ElementView[];
}

/** Reads the body of a TrackEntry; `undefined` when it is damaged or lacks TrackNumber or CodecID. */
export function readTrackEntry(body: Uint8Array): TrackEntry | undefined {
  const children = readChildren(body);
  if (children === undefined) return undefined;
  const number = unsignedChild(children, ID.TrackNumber);
  const codecIdView = childOf(children, ID.CodecID);
  if (number === undefined || number < 1 || codecIdView === undefined) return undefined;
  const codecId = readText(codecIdView.body, 0, codecIdView.body.length);
  const codecPrivate = childOf(children, ID.CodecPrivate)?.body;
  const track: Track = {
    number,
    type: trackType(unsignedChild(children, ID.TrackType)),
    codecId,
    codec: codecFromHeader(codecId, codecPrivate),
    ...pictureSize(children),
    ...sound(children),
    ...(codecPrivate === undefined ? {} : { codecPrivate }),
  };
  return { track, children };
}

function codecFromHeader(codecId: string, codecPrivate: Uint8Array | undefined): string {
  const fromPrivate = codecId === 'V_MPEG4/ISO/AVC' && codecPrivate ? avcCodecString(codecPrivate) : undefined;
  return fromPrivate ?? shortCodecName(codecId);
}

/** RFC 9559, section 5.1.4.1.3. */
function trackType(value: number | undefined): TrackType {
  switch (value) {
    case 1:
      return 'video';
    case 2:
      return 'audio';
    case 17:
      return 'subtitles';
    default:
      return 'other';
  }
}

function pictureSize(children: readonly ElementView[]): Pick<Track, 'width' | 'height'> {
  const video = masterChild(children, ID.Video);
  const width = video && unsignedChild(video, ID.PixelWidth);
  const height = video && unsignedChild(video, ID.PixelHeight);
  return { ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) };
}

/** RFC 9559, section 5.1.4.1.29: SamplingFrequency defaults to 8000, Channels to 1. */
function sound(children: readonly ElementView[]): Pick<Track, 'sampleRate' | 'channels'> {
  const audio = masterChild(children, ID.Audio);
  if (audio === undefined) return {};
  const frequency = childOf(audio, ID.SamplingFrequency)?.body;
  const sampleRate = frequency === undefined ? 8000 : (readFloat(frequency, 0, frequency.length) ?? 8000);
  return { sampleRate, channels: unsignedChild(audio, ID.Channels) ?? 1 };
}

function masterChild(children: readonly ElementView[], id: number): readonly ElementView[] | undefined {
  const master = childOf(children, id);
  return master && readChildren(master.body);
}
