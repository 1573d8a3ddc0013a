import type { RecorderHeader } from '../blocks/recorder-header.js';
import * as ID from '../elements/matroska-ids.js';
import {
  element,
  elementsFrom,
  masterElement,
  textElement,
  unknownSizedHeader,
  unsignedElement,
} from '../elements/element-writer.js';
import { concatOctets } from '../octets/numbers.js';
import type { OutputTrack } from './output-track.js';
import type { InitSegment } from './outputs.js';

/** Writes an init segment for these tracks from what the recorder said. */
export function writeInitSegment(header: RecorderHeader, outputs: readonly OutputTrack[]): InitSegment {
  const { docType } = header.documentType;
  return {
    kind: 'init-segment',
    octets: concatOctets([
      ebmlHeader(header),
      unknownSizedHeader(ID.Segment),
      infoElement(header),
      masterElement(ID.Tracks, outputs.map(trackEntryElement)),
    ]),
    tracks: outputs.map((output) => output.track),
    docType,
    mimeType: mimeType(docType, outputs),
    timestampScaleNs: header.info.timestampScaleNs,
  };
}

/** RFC 8794, section 11.2. */
function ebmlHeader(header: RecorderHeader): Uint8Array {
  const { docType, version, readVersion } = header.documentType;
  return masterElement(ID.EBML, [
    unsignedElement(ID.EBMLVersion, 1),
    unsignedElement(ID.EBMLReadVersion, 1),
    unsignedElement(ID.EBMLMaxIDLength, 4),
    unsignedElement(ID.EBMLMaxSizeLength, 8),
    textElement(ID.DocType, docType),
    unsignedElement(ID.DocTypeVersion, version),
    unsignedElement(ID.DocTypeReadVersion, readVersion),
  ]);
}

/** Info as the recorder wrote it, but without Duration: in a live stream it is absent, 0 or 1 ms, and never true. */
function infoElement(header: RecorderHeader): Uint8Array {
  const { info } = header;
  const carried = info.children.filter((child) => child.id !== ID.Duration && child.id !== ID.TimestampScale);
  const named = (id: number): readonly Uint8Array[] =>
    carried.some((child) => child.id === id) ? [] : [textElement(id, 'webm-reassembler')];
  return masterElement(ID.Info, [
    unsignedElement(ID.TimestampScale, info.timestampScaleNs),
    elementsFrom(carried),
    ...named(ID.MuxingApp),
    ...named(ID.WritingApp),
  ]);
}

function trackEntryElement(output: OutputTrack): Uint8Array {
  return element(ID.TrackEntry, elementsFrom(output.children));
}

function mimeType(docType: string, outputs: readonly OutputTrack[]): string {
  const kind = outputs.some((output) => output.track.type === 'video') ? 'video' : 'audio';
  const container = docType === 'webm' ? 'webm' : 'x-matroska';
  const codecs = outputs.filter((output) => output.track.type !== 'other').map((output) => output.track.codec);
  return `${kind}/${container};codecs="${codecs.join(',')}"`;
}
