import type { Target } from '@/domain/base/target';
import type { AnyQuery } from '@/domain/commands/define';
import type { Scene } from './case';

// biome-ignore lint/suspicious/noExplicitAny: views of every shape
export type View = any;
export type Input = Record<string, unknown>;

/** What a page shows of things of one kind, and what it makes of it to ask about a command. */
export interface Page {
  readonly query: AnyQuery;
  readonly asks: (input: Input) => Input;
  readonly pick?: (answer: View, input: Input) => View;
  readonly target: (view: View, input: Input) => Target;
  /** Made of what is shown; that itself where it is left out. */
  readonly view?: (view: View) => View;
}

/** Makes a state; what it returns replaces fields of the input. */
export type State = (scene: Scene) => Promise<Input | undefined> | Promise<void>;
export type States = Readonly<Record<string, State>>;

export const asIs: State = async () => undefined;
