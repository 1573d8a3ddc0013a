import { parseArgs } from 'node:util';
import type { Command } from './command.js';
import { CommandError } from './command-error.js';
import { ExitCode } from './exit-code.js';
import { Losses } from './losses.js';
import { MIME_TYPE_OPTION } from './mime-type-option.js';
import { onlyPath } from './only-path.js';
import { PieceFiles } from './piece-files.js';
import { openSource, PIECE_OCTETS } from './source.js';
import { chunkPieces, gopPieces } from './split-pieces.js';

const HELP = `Usage: webm-reassembler split PATH --by gop|chunk --out DIR

Writes each part of a recording as a file that plays on its own. PATH is a file, or a folder of chunks named NNNN.bin.

  --by gop            a file for each group of pictures: 000000.webm, 000001.webm, ...; sound alone: for each second
  --by chunk          a file for each chunk, with what its frames need to be decoded before it, named after the chunk:
                      0005.bin gives 000005.webm, or 000005-1.webm, 000005-2.webm where the codec changes within it
  --out DIR           the folder to write to, made if it is not there
  --mime-type TYPE    the recorder's mimeType, to rebuild a lost beginning by; mostly the frames say enough
  --chunk-octets N    a file has no chunks any more; it is cut into chunks of N octets (default ${PIECE_OCTETS})

Each file is named on standard output, what was lost on standard error.
Exit code: 0 whole, 1 damaged and saved in part, 2 wrong usage, 3 nothing could be saved, 4 file system.
`;

/** `split`: writes files that play on their own. */
export const split: Command = {
  name: 'split',
  summary: 'write each group of pictures, or each chunk, as a file that plays',
  help: HELP,
  async run(args, { out, err }) {
    const { by, directory, path, pieceOctets, mimeType } = readArguments(args);
    const source = await openSource(path, { pieceOctets });
    const files = new PieceFiles(directory);
    const losses = new Losses();
    const pieces = by === 'gop' ? gopPieces(source, mimeType, losses) : chunkPieces(source, mimeType, losses);
    for await (const named of pieces) await out.write(`${await files.write(named)}\n`);
    await losses.report(err);
    if (files.written === 0) await err.write(`nothing could be saved of ${path}\n`);
    if (files.written === 0) return ExitCode.NothingSaved;
    return losses.count === 0 ? ExitCode.Whole : ExitCode.Damaged;
  },
};

interface SplitArguments {
  readonly path: string;
  readonly by: 'gop' | 'chunk';
  readonly directory: string;
  readonly pieceOctets: number;
  readonly mimeType: string;
}

function readArguments(args: readonly string[]): SplitArguments {
  const text = { type: 'string' } as const;
  const options = { ...MIME_TYPE_OPTION, by: text, out: text, 'chunk-octets': text };
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const path = onlyPath(positionals);
  const { by, out } = values;
  if (by !== 'gop' && by !== 'chunk')
    throw new CommandError(ExitCode.WrongUsage, '--by is missing or unknown: --by gop, or --by chunk');
  if (out === undefined) throw new CommandError(ExitCode.WrongUsage, '--out DIR is missing: where to write');
  return { path, by, directory: out, pieceOctets: chunkOctets(values['chunk-octets']), mimeType: values['mime-type'] };
}

function chunkOctets(given: string | undefined): number {
  const octets = given === undefined ? PIECE_OCTETS : Number(given);
  if (Number.isSafeInteger(octets) && octets > 0 && octets <= 1 << 30) return octets;
  throw new CommandError(ExitCode.WrongUsage, `--chunk-octets is ${given}; it is a whole number from 1 to ${1 << 30}`);
}
