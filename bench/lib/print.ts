export const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

export const thousands = (value: number): string => Math.round(value).toLocaleString('en-US');
export const mebibytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(0)} MiB`;
export const percent = (ratio: number): string => `${(ratio * 100).toFixed(0)} %`;
export const times = (ratio: number): string => `${ratio.toFixed(1)} ×`;
export const milliseconds = (ms: number): string =>
  Number.isNaN(ms) ? 'none answered' : `${ms.toFixed(1)} ms`;

/** Prints a table; the first column is left-aligned, the others are figures. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ');
  say(`\n  ${line(head)}\n  ${widths.map((width) => '─'.repeat(width)).join('  ')}`);
  for (const row of rows) say(`  ${line(row)}`);
  say('');
}

/** Prints whether a goal was met. @returns the same */
export function goal(text: string, found: string, isMet: boolean): boolean {
  say(`  goal: ${text}: ${isMet ? 'met' : 'NOT met'} (${found})`);
  return isMet;
}
