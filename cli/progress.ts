/** Step-by-step reporting, provided by the launcher (`scripts/lib/progress.mjs`). */
export interface Progress {
  /** Shows the label while `work` runs and its seconds afterwards. */
  step<Result>(label: string, work: () => Promise<Result>): Promise<Result>;
  note(text: string): void;
}
