/** @import { Defect } from '../defects/index.mjs' */

/**
 * Shows every defect anew, as a table in Markdown. One that is not seen any more has a row that says so.
 *
 * @param {readonly Defect[]} defects
 * @param {(text: string) => void} tell
 */
export async function defectsTable(defects, tell) {
  const lines = ['| what goes wrong | seen | shown by |', '| --- | --- | --- |'];
  for (const { name, claim, show } of defects) {
    tell(`defect: ${name}`);
    const findings = (await show()).map(({ peer, seen }) => `**${peer}**: ${seen.replaceAll('|', '/')}`);
    const seen = findings.length === 0 ? 'not seen any more' : findings.join('<br>');
    lines.push(`| ${claim} | ${seen} | \`npm run bench -- --defect ${name}\` |`);
  }
  return lines.join('\n');
}
