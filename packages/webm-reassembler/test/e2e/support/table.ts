/** Prints rows as a table, past Jest's own reporting, so that it stands in the log as it is. */
export function printTable(title: string, rows: readonly (readonly (string | number)[])[]): void {
  const widths = rows.reduce<readonly number[]>(
    (all, row) => row.map((cell, column) => Math.max(all[column] ?? 0, String(cell).length)),
    [],
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => String(cell).padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  process.stdout.write(`${[title, ...lines].join('\n')}\n\n`);
}
