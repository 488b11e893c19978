/** The one answer of a command, on stdout: JSON with `--json`, else the text for people. */
export function print(options: { readonly json?: true }, value: unknown, text: string): void {
  process.stdout.write(`${options.json ? JSON.stringify(value) : text}\n`);
}
