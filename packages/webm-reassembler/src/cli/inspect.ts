import { parseArgs } from 'node:util';
import type { Command } from './command.js';
import { ElementOutline } from './element-outline.js';
import { ExitCode } from './exit-code.js';
import { FrameReader, type Frame } from './frames.js';
import { findingsAsJson, type Findings } from './inspection-json.js';
import { findingsAsText } from './inspection-text.js';
import { Inspection } from './inspection.js';
import { Losses } from './losses.js';
import { MIME_TYPE_OPTION } from './mime-type-option.js';
import { onlyPath } from './only-path.js';
import { readSource, type ReadPiece } from './read-source.js';
import { openSource, type Source } from './source.js';
import { BufferedText } from './text-sink.js';

const HELP = `Usage: webm-reassembler inspect PATH [--json] [--blocks]

Shows what a recording consists of: its elements, tracks, segments, and gaps where it is damaged.
PATH is a file, or a folder of chunks named NNNN.bin.

  --json             as one JSON object
  --blocks           also every coded frame: track, time, keyframe, octets, MD5
  --mime-type TYPE   the recorder's mimeType, to rebuild a lost beginning by; mostly the frames say enough

Exit code: 0 whole, 1 damaged, 2 wrong usage, 3 nothing could be read, 4 file system.
`;

/** `inspect`: shows what a recording consists of. */
export const inspect: Command = {
  name: 'inspect',
  summary: 'show elements, tracks, segments and gaps of a recording',
  help: HELP,
  async run(args, { out }) {
    const flag = { type: 'boolean', default: false } as const;
    const options = { ...MIME_TYPE_OPTION, json: flag, blocks: flag };
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const source = await openSource(onlyPath(positionals));
    const read = (): AsyncIterable<ReadPiece> => readSource(source, { mimeType: values['mime-type'] });
    const findings = await findOut(source, read());
    const text = new BufferedText(out);
    const print = values.json ? printJson : printText;
    await print(findings, values.blocks ? read() : undefined, text);
    await text.flush();
    return exitCodeFor(findings);
  },
};

async function findOut(source: Source, pieces: AsyncIterable<ReadPiece>): Promise<Findings> {
  const findings = { source, outline: new ElementOutline(), inspection: new Inspection(), losses: new Losses() };
  for await (const { outputs, piece } of pieces) {
    if (piece !== undefined) findings.outline.feed(piece.octets);
    findings.inspection.add(outputs);
    findings.losses.add(outputs);
  }
  findings.outline.end();
  return findings;
}

function exitCodeFor({ inspection, losses }: Findings): ExitCode {
  if (inspection.tracks.size === 0) return ExitCode.NothingSaved;
  return losses.count === 0 ? ExitCode.Whole : ExitCode.Damaged;
}

async function printJson(
  findings: Findings,
  blocksOf: AsyncIterable<ReadPiece> | undefined,
  text: BufferedText,
): Promise<void> {
  const json = JSON.stringify(findingsAsJson(findings), undefined, 2);
  if (blocksOf === undefined) return text.write(`${json}\n`);
  // Blocks go out as they are read, a second time: there may be millions.
  await text.write(`${json.slice(0, -2)},\n  "blocks": [`);
  let separator = '\n';
  for await (const frame of framesOf(blocksOf)) {
    await text.write(`${separator}    ${JSON.stringify(frame)}`);
    separator = ',\n';
  }
  await text.write('\n  ]\n}\n');
}

async function printText(
  findings: Findings,
  blocksOf: AsyncIterable<ReadPiece> | undefined,
  text: BufferedText,
): Promise<void> {
  await text.write(`${findingsAsText(findings).join('\n')}\n`);
  if (blocksOf === undefined) return;
  await text.write('\nBlocks\n');
  for await (const frame of framesOf(blocksOf)) {
    const { track, timestampMs, keyframe, octets, md5 } = frame;
    await text.write(`  ${track} ${timestampMs} ms${keyframe ? ' keyframe' : ''} ${octets} octets ${md5}\n`);
  }
}

async function* framesOf(pieces: AsyncIterable<ReadPiece>): AsyncIterable<Frame> {
  const frames = new FrameReader();
  for await (const { outputs } of pieces) {
    for (const output of outputs) if (output.kind === 'media-segment') yield* frames.read(output);
  }
}
