import { oracleElements } from './ts-ebml.js';

/** What a finished recording says of itself, as ts-ebml reads it. */
export interface RecordingIndex {
  /** In ticks; `undefined` where there is none. */
  readonly duration: number | undefined;
  readonly cues: readonly Cue[];
  /** Offset in the file by the ID of what stands there, in hex. */
  readonly seeks: ReadonlyMap<string, number>;
  /** Offset of the Segment's data in the file, and its size. */
  readonly segmentStart: number;
  readonly segmentSize: number;
}

export interface Cue {
  readonly ticks: number;
  readonly track: number;
  /** Offset in the file. */
  readonly offset: number;
}

const SEGMENT = Buffer.from('18538067', 'hex');

/** Reads Duration, Cues, SeekHead and the Segment's size. */
export function indexOfRecording(octets: Uint8Array): RecordingIndex {
  const whole = Buffer.from(octets);
  const segmentAt = whole.indexOf(SEGMENT);
  const segmentStart = segmentAt + 12;
  const elements = oracleElements(octets);
  const numbers = (name: string): readonly number[] =>
    elements.filter((element) => element.name === name).map(({ value }) => Number(value));
  const positions = numbers('CueClusterPosition');
  const tracks = numbers('CueTrack');
  const seekIds = elements
    .filter(({ name }) => name === 'SeekID')
    .map((element) => Buffer.from(element.octets ?? new Uint8Array()).toString('hex'));
  const seekPositions = numbers('SeekPosition');
  return {
    duration: numbers('Duration')[0],
    cues: numbers('CueTime').map((ticks, index) => ({
      ticks,
      track: tracks[index] ?? NaN,
      offset: (positions[index] ?? NaN) + segmentStart,
    })),
    seeks: new Map(seekIds.map((id, index) => [id, (seekPositions[index] ?? NaN) + segmentStart])),
    segmentStart,
    // 8 octets, of which the first is the marker 0x01.
    segmentSize: Number(whole.readBigUInt64BE(segmentAt + 4) & 0xffffffffffffffn),
  };
}
