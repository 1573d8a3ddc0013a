import { parseArgs } from 'node:util';
import type { Command } from './command.js';
import { CommandError } from './command-error.js';
import { ExitCode } from './exit-code.js';
import { describeGap } from './losses.js';
import { MIME_TYPE_OPTION } from './mime-type-option.js';
import { onlyPath } from './only-path.js';
import type { WrittenPart } from './recording-files.js';
import { repairRecording, type RepairOptions, type RepairReport } from './repair-recording.js';
import type { TextSink } from './text-sink.js';

const HELP = `Usage: webm-reassembler repair PATH --out FILE

Writes a recording that can be seeked: with its duration and an index of its keyframes. Damaged recordings are saved as
far as they can be. PATH is a file, or a folder of chunks named NNNN.bin.

  --out FILE         the file to write, anew if it is there; where codec or tracks change, it goes on in FILE-2
  --mime-type TYPE   the recorder's mimeType, to rebuild a lost beginning by; mostly the frames say enough
  --from-zero        let times begin at 0, and not where the recorder's do
  --h264 FORM        annexb (default, as Chromium records it) or avcc, which more players know

What was saved is said on standard output, what was lost on standard error.
Exit code: 0 whole, 1 damaged and saved in part, 2 wrong usage, 3 nothing could be saved, 4 file system.
`;

/** `repair`: writes a seekable recording. */
export const repair: Command = {
  name: 'repair',
  summary: 'write a seekable recording from a file or chunks, damaged ones included',
  help: HELP,
  async run(args, { out, err }) {
    const { path, to, options } = readArguments(args);
    const report = await repairRecording(path, to, options);
    for (const part of report.parts) await out.write(`${describePart(part)}\n`);
    await reportLosses(report, err);
    if (report.blocks === 0) await err.write(`nothing could be saved of ${path}\n`);
    return exitCodeFor(report);
  },
};

interface RepairArguments {
  readonly path: string;
  readonly to: string;
  readonly options: RepairOptions;
}

function readArguments(args: readonly string[]): RepairArguments {
  const types = {
    ...MIME_TYPE_OPTION,
    out: { type: 'string' },
    h264: { type: 'string', default: 'annexb' },
    'from-zero': { type: 'boolean', default: false },
  } as const;
  const { values, positionals } = parseArgs({ args: [...args], options: types, allowPositionals: true });
  const path = onlyPath(positionals);
  const { out, h264 } = values;
  if (out === undefined) throw new CommandError(ExitCode.WrongUsage, '--out FILE is missing: where to write');
  if (h264 !== 'annexb' && h264 !== 'avcc') throw new CommandError(ExitCode.WrongUsage, '--h264 is annexb or avcc');
  return {
    path,
    to: out,
    options: {
      h264,
      mimeType: values['mime-type'],
      startsAtZero: values['from-zero'],
    },
  };
}

function describePart({ path, octets, durationMs, cuePoints, mimeType }: WrittenPart): string {
  return `saved: ${path}, ${octets} octets, ${Math.round(durationMs)} ms, ${cuePoints} places to seek to, ${mimeType}`;
}

async function reportLosses({ gaps, gapCount }: RepairReport, err: TextSink): Promise<void> {
  for (const gap of gaps) await err.write(`lost: ${describeGap(gap)}\n`);
  if (gapCount > gaps.length) await err.write(`lost: and ${gapCount - gaps.length} more gaps\n`);
}

function exitCodeFor({ blocks, gapCount }: RepairReport): ExitCode {
  if (blocks === 0) return ExitCode.NothingSaved;
  return gapCount === 0 ? ExitCode.Whole : ExitCode.Damaged;
}
