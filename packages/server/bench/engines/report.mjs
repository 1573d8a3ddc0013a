import { median } from '../../../webm-reassembler/bench/measure/median.mjs';

/**
 * @import { EngineCase } from './cases.mjs'
 * @import { EngineRow } from './run-case.mjs'
 */

/** @param {readonly { readonly engineCase: EngineCase, readonly rows: readonly EngineRow[] }[]} results */
export function casesTable(results) {
  const head = [
    '| case | engine | ms a frame | times face-api | goal | faces | edge, largest difference | score, largest difference |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |',
  ];
  return [...head, ...results.flatMap(({ engineCase, rows }) => caseLines(engineCase, rows))].join('\n');
}

/**
 * @param {EngineCase} engineCase
 * @param {readonly EngineRow[]} rows
 */
function caseLines({ title, goals }, [reference, ...others]) {
  if (reference === undefined) return [];
  const referenceMs = median(reference.ms);
  const first = `| ${title} | ${reference.engine} | ${referenceMs.toFixed(1)} | 1 | | ${reference.faces} | | |`;
  return [
    first,
    ...others.map(({ engine, ms, faces, otherFaces, edgePixels, score }) => {
      const found = otherFaces === 0 ? `${faces}` : `${faces} (${otherFaces} differ)`;
      const ratio = (referenceMs / median(ms)).toFixed(1);
      const differences = `${edgePixels.toExponential(0)} px | ${score.toExponential(0)}`;
      return `| | ${engine} | ${median(ms).toFixed(1)} | **${ratio}** | ${goals[engine] ?? ''} | ${found} | ${differences} |`;
    }),
  ];
}

/** @param {readonly { readonly title: string, readonly ms: Readonly<Record<string, readonly number[]>> }[]} rows */
export function netsTable(rows) {
  const engines = Object.keys(rows[0]?.ms ?? {});
  const head = [
    `| net, for one face | ${engines.map((engine) => `${engine}, ms`).join(' | ')} |`,
    `| --- |${engines.map(() => ' ---: |').join('')}`,
  ];
  const lines = rows.map(({ title, ms }) => {
    const reference = median(ms['face-api'] ?? []);
    const cells = engines.map((engine) => {
      const taken = median(ms[engine] ?? []);
      return engine === 'face-api' ? taken.toFixed(1) : `${taken.toFixed(1)} (${(reference / taken).toFixed(1)} times)`;
    });
    return `| ${title} | ${cells.join(' | ')} |`;
  });
  return [...head, ...lines].join('\n');
}
