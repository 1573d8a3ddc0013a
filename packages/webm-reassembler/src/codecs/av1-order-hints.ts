import { BitReader } from '../octets/bit-reader.js';
import { obus, OBU_SEQUENCE_HEADER, readFrameFields, type FrameFields } from './av1.js';

const OBU_FRAME_HEADER = 3;
const OBU_FRAME = 6;

/** Follows order_hint from temporal unit to temporal unit (AV1 specification, section 6.8.2). */
export class Av1OrderHints {
  #fields: FrameFields | undefined;
  #newest: number | undefined;

  /** How many numbers further than the newest this temporal unit's frame is; `undefined` where it does not tell. */
  step(unit: Uint8Array): number | undefined {
    for (const { type, payload } of obus(unit)) {
      if (type === OBU_SEQUENCE_HEADER) this.#fields = readFrameFields(payload);
      if (type === OBU_FRAME || type === OBU_FRAME_HEADER) return this.#take(payload);
    }
    return undefined;
  }

  #take(frame: Uint8Array): number | undefined {
    const fields = this.#fields;
    const hint = fields && readOrderHint(frame, fields);
    const newest = this.#newest;
    if (hint === undefined) return undefined;
    this.#newest = hint;
    const range = 2 ** (fields?.orderHintBits ?? 0);
    return newest === undefined ? undefined : (hint - newest + range) % range;
  }
}

const KEY_FRAME = 0;
const SWITCH_FRAME = 3;

/** AV1 specification, section 5.9.2: uncompressed_header(), as far as order_hint. */
function readOrderHint(frame: Uint8Array, fields: FrameFields): number | undefined {
  const bits = new BitReader(frame);
  if (bits.flag()) return undefined;
  const type = bits.bits(2);
  const isShown = bits.flag();
  if (!isShown) bits.bits(1);
  const isResilient = type === SWITCH_FRAME || (type === KEY_FRAME && isShown);
  if (!isResilient) bits.bits(1);
  bits.bits(1);
  const allowsScreenContent = fields.choosesScreenContent ? bits.flag() : fields.forcesScreenContent;
  if (allowsScreenContent && fields.choosesIntegerMotion) bits.bits(1);
  if (type !== SWITCH_FRAME) bits.bits(1);
  const hint = bits.bits(fields.orderHintBits);
  return bits.isOverrun ? undefined : hint;
}
