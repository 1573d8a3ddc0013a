/* Repairs one file with one peer, in a process of its own: node peer-process.mjs PEER IN OUT DURATION_MS */
import { openAsBlob, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fixByFixWebmDuration } from './peers/fix-webm-duration.mjs';
import { makeSeekableByTsEbml } from './peers/ts-ebml.mjs';
import { fixByDurationFix } from './peers/webm-duration-fix.mjs';

const [peer, input = '', output = '', durationMs] = process.argv.slice(2);

/** @type {Readonly<Record<string, () => Promise<Blob | Uint8Array>>>} */
const REPAIRS = {
  'fix-webm-duration': async () => fixByFixWebmDuration(await openAsBlob(input), Number(durationMs)),
  'ts-ebml': () => makeSeekableByTsEbml(readFileSync(input)),
  'webm-duration-fix': async () => fixByDurationFix(await openAsBlob(input)),
};

const repaired = await REPAIRS[peer ?? '']?.();
if (repaired === undefined) throw new Error(`no such peer: ${peer}`);
writeFileSync(output, repaired instanceof Blob ? new Uint8Array(await repaired.arrayBuffer()) : repaired);
