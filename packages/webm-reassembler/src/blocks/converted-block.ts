import * as ID from '../elements/matroska-ids.js';
import { readChildren } from '../elements/element-tree.js';
import { element } from '../elements/element-writer.js';
import { concatOctets } from '../octets/numbers.js';
import { NO_LACING } from './lacing.js';
import { TimedBlock } from './timed-block.js';

/** The block with its payload in another form; laced blocks stay as they are. */
export function convertBlock(block: TimedBlock, convert: (frame: Uint8Array) => Uint8Array): TimedBlock {
  if (block.lacing !== NO_LACING) return block;
  const header = block.octets.subarray(block.headerStart, block.payloadStart);
  const body = concatOctets([header, convert(block.payload)]);
  if (block.elementId !== ID.BlockGroup) return withBody(block, body, 0, body.length);
  return convertGroup(block, body);
}

function convertGroup(block: TimedBlock, body: Uint8Array): TimedBlock {
  const children = readChildren(block.octets.subarray(block.bodyStart, block.bodyEnd)) ?? [];
  const others = children.filter((child) => child.id !== ID.Block).map((child) => element(child.id, child.body));
  const blockElement = element(ID.Block, body);
  return withBody(
    block,
    concatOctets([blockElement, ...others]),
    blockElement.length - body.length,
    blockElement.length,
  );
}

function withBody(block: TimedBlock, octets: Uint8Array, headerStart: number, payloadEnd: number): TimedBlock {
  const converted = new TimedBlock(
    block.source,
    block.offset,
    block.elementId,
    octets,
    0,
    octets.length,
    headerStart,
    block.trackNumberWidth,
    headerStart + block.payloadStart - block.headerStart,
    payloadEnd,
    block.lacing,
    block.recorderTicks,
    block.tickMs,
    block.durationTicks,
    block.keyframe,
    block.description,
  );
  converted.timelineTicks = block.timelineTicks;
  return converted;
}
