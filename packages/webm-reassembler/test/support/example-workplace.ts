import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chunkFile, loadFixture } from '../../../../fixtures/load.js';
import { repository, type DocExample } from './doc-examples.js';
import { wholeRecording } from './recordings.js';

/** What a program came to. */
export interface ProgramRun {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder within the repository, where programs find `webm-reassembler` as in a project that has it installed. */
export class ExampleWorkplace {
  readonly folder: string;
  readonly #children: ChildProcess[] = [];

  constructor() {
    const parent = join(repository, '.cache', 'examples');
    mkdirSync(parent, { recursive: true });
    this.folder = mkdtempSync(join(parent, 'example-'));
  }

  /** Puts a fixture's chunks into the folder `chunks`. */
  putChunks(fixture: string): void {
    mkdirSync(join(this.folder, 'chunks'));
    loadFixture(fixture).chunks.forEach((chunk, index) => this.put(join('chunks', chunkFile(index)), chunk));
  }

  /** Puts the whole of a fixture into one file. */
  putRecording(fixture: string, name = 'recording.webm'): void {
    this.put(name, wholeRecording(fixture));
  }

  put(name: string, content: Uint8Array | string): void {
    writeFileSync(join(this.folder, name), content);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  read(name: string): Uint8Array {
    return new Uint8Array(readFileSync(this.path(name)));
  }

  /** Length of a file, `undefined` where there is none. */
  octetsIn(name: string): number | undefined {
    return statSync(this.path(name), { throwIfNoEntry: false })?.size;
  }

  /** Names of the files that match, sorted. */
  files(pattern: RegExp, folder = '.'): readonly string[] {
    return readdirSync(this.path(folder))
      .filter((name) => pattern.test(name))
      .sort();
  }

  /** Runs the example to its end. */
  run(example: DocExample, input?: Uint8Array): ProgramRun {
    const [command, args] = this.#command(example);
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: this.folder,
      encoding: 'utf8',
      timeout: 120_000,
      maxBuffer: 1 << 26,
      ...(input !== undefined && { input }),
    });
    return { status, out: stdout, err: stderr };
  }

  /** Starts the example as a server; it listens on the port that `PORT` says. */
  start(example: DocExample, port: number): ChildProcess {
    const [command, args] = this.#command(example);
    const env = { ...process.env, PORT: String(port) };
    const child = spawn(command, args, { cwd: this.folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
    this.#children.push(child);
    return child;
  }

  remove(): void {
    for (const child of this.#children) child.kill();
    rmSync(this.folder, { recursive: true });
  }

  #command({ language, code }: DocExample): [command: string, args: string[]] {
    if (language === 'sh') return ['sh', ['-ec', code]];
    this.put('example.mjs', code);
    return [process.execPath, ['example.mjs']];
  }
}
