import * as ID from '../../elements/matroska-ids.js';
import { vintWidthFor, writeVint } from '../../elements/vint.js';
import { unsignedWidth, writeUnsigned } from '../../octets/numbers.js';

/** Cue points that room is made for at first. */
const FIRST_CAPACITY = 256;

/**
 * Where in a recording players can seek to: times and positions in two arrays of numbers, 16 octets a point.
 *
 * It never has more than `maxPoints`: when it is full, points that lie close together are thinned out, and from then on
 * new ones keep that distance. So a recording of any length has an even index of bounded size.
 */
export class CueIndex {
  readonly #maxPoints: number;
  readonly #track: number;
  #ticks = new Float64Array(FIRST_CAPACITY);
  #positions = new Float64Array(FIRST_CAPACITY);
  #length = 0;
  #minTicks: number;

  /**
   * @param track - number of the track that the points are of
   * @param minTicks - least distance of two points
   */
  constructor(track: number, minTicks: number, maxPoints: number) {
    this.#track = track;
    this.#minTicks = Math.max(1, minTicks);
    this.#maxPoints = maxPoints;
  }

  get length(): number {
    return this.#length;
  }

  get track(): number {
    return this.#track;
  }

  /**
   * Adds a point. One that is too close behind the last, or not behind it, is left out, and so is one before 0, which a
   * CueTime cannot say. @param position - in the Segment
   */
  add(ticks: number, position: number): void {
    if (ticks < 0) return;
    if (this.#length > 0 && !this.#isApart(ticks, this.#length - 1)) return;
    if (this.#length === this.#maxPoints) {
      this.#thinOut();
      if (!this.#isApart(ticks, this.#length - 1)) return;
    }
    if (this.#length === this.#ticks.length) this.#grow();
    this.#ticks[this.#length] = ticks;
    this.#positions[this.#length] = position;
    this.#length++;
  }

  /** The Cues element (RFC 9559, section 5.1.5). It is invalid without a point. */
  write(): Uint8Array {
    let bodyOctets = 0;
    for (let index = 0; index < this.#length; index++) bodyOctets += 2 + this.#pointOctets(index);
    const sizeWidth = vintWidthFor(bodyOctets);
    const octets = new Uint8Array(4 + sizeWidth + bodyOctets);
    let at = writeVint(octets, writeUnsigned(octets, 0, ID.Cues, 4), bodyOctets, sizeWidth);
    for (let index = 0; index < this.#length; index++) at = this.#writePoint(octets, at, index);
    return octets;
  }

  #isApart(ticks: number, index: number): boolean {
    return ticks - (this.#ticks[index] ?? 0) >= this.#minTicks;
  }

  /** Twice the mean distance leaves at most every other point, and one more. */
  #thinOut(): void {
    const span = (this.#ticks[this.#length - 1] ?? 0) - (this.#ticks[0] ?? 0);
    this.#minTicks = Math.max(this.#minTicks, (2 * span) / Math.max(1, this.#length - 1));
    let kept = 1;
    for (let index = 1; index < this.#length; index++) {
      const ticks = this.#ticks[index] ?? 0;
      if (!this.#isApart(ticks, kept - 1)) continue;
      this.#ticks[kept] = ticks;
      this.#positions[kept] = this.#positions[index] ?? 0;
      kept++;
    }
    this.#length = kept;
  }

  #grow(): void {
    const capacity = Math.min(this.#maxPoints, 2 * this.#length);
    const ticks = new Float64Array(capacity);
    const positions = new Float64Array(capacity);
    ticks.set(this.#ticks);
    positions.set(this.#positions);
    this.#ticks = ticks;
    this.#positions = positions;
  }

  #pointOctets(index: number): number {
    return 4 + unsignedWidth(this.#ticks[index] ?? 0) + this.#trackPositionOctets(index);
  }

  #trackPositionOctets(index: number): number {
    return 4 + unsignedWidth(this.#track) + unsignedWidth(this.#positions[index] ?? 0);
  }

  #writePoint(octets: Uint8Array, start: number, index: number): number {
    let at = writeMasterHeader(octets, start, ID.CuePoint, this.#pointOctets(index));
    at = writeSmall(octets, at, ID.CueTime, this.#ticks[index] ?? 0);
    at = writeMasterHeader(octets, at, ID.CueTrackPositions, this.#trackPositionOctets(index));
    at = writeSmall(octets, at, ID.CueTrack, this.#track);
    return writeSmall(octets, at, ID.CueClusterPosition, this.#positions[index] ?? 0);
  }
}

/** All IDs here are of one octet, and all sizes below 127. */
function writeMasterHeader(octets: Uint8Array, at: number, id: number, size: number): number {
  octets[at] = id;
  octets[at + 1] = 0x80 | size;
  return at + 2;
}

function writeSmall(octets: Uint8Array, at: number, id: number, value: number): number {
  const width = unsignedWidth(value);
  return writeUnsigned(octets, writeMasterHeader(octets, at, id, width), value, width);
}
