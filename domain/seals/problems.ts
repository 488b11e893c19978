import type { DecisionProblem } from './compare-batch';

const KEPT = 100;

/** The first hundred of what is wrong, and how much there is. */
export class Problems {
  readonly kept: DecisionProblem[] = [];
  count = 0;

  add(problems: readonly DecisionProblem[]): void {
    this.count += problems.length;
    for (const problem of problems) if (this.kept.length < KEPT) this.kept.push(problem);
  }
}
