/** @import { RepairRow } from '../repair/run-repair.mjs' */

const MEGA = 1e6;

/** @param {{ readonly octets: number, readonly rows: readonly RepairRow[] }} result */
export function repairSection({ octets, rows }) {
  const ffmpegMs = rows.find(({ name }) => name.startsWith('ffmpeg'))?.ms ?? NaN;
  return [
    '### Making a recording seekable, file to file',
    '',
    `${(octets / MEGA).toFixed(1)} MB, the recording of the first table as one file. Each run is a new process, started and all.`,
    '',
    '| tool | time | times ffmpeg | peak RSS | Duration | Cues | of them at a keyframe |',
    '| --- | ---: | ---: | ---: | --- | ---: | ---: |',
    ...rows.map((row) => rowLine(row, ffmpegMs)),
  ].join('\n');
}

/**
 * @param {RepairRow} row
 * @param {number} ffmpegMs
 */
function rowLine({ name, failure, ms, residentOctets, examination, endMs }, ffmpegMs) {
  if (failure !== undefined || examination === undefined) return `| ${name} | ${failure ?? 'nothing'} | | | | | |`;
  const { durationMs, cues, cuesOnKeyframes } = examination;
  const cells = [
    name,
    `${(ms / 1000).toPrecision(3)} s`,
    (ms / ffmpegMs).toPrecision(2),
    residentOctets === undefined ? '' : `${(residentOctets / MEGA).toFixed(0)} MB`,
    durationMs === undefined ? 'none' : `last block + ${(durationMs - endMs).toFixed(0)} ms`,
    cues,
    cuesOnKeyframes,
  ];
  return `| ${cells.join(' | ')} |`;
}
