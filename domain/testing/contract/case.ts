import type { z } from 'zod';
import type { Database } from '@/db/client';
import type { Actor } from '@/domain/base/actor';
import type { OperationName } from '@/domain/base/operation-names';
import type { RefusalCode } from '@/domain/base/refusal-codes';
import type { Target } from '@/domain/base/target';
import type { CommandDefinition, QueryDefinition } from '@/domain/commands/define';
import type { Aim } from '@/domain/testing/aim';
import type { Fixture, World } from '@/domain/testing/world';

/** What a case is written with; `db` keeps nothing of it. */
export interface Scene {
  readonly world: World & { readonly db: Database };
  readonly fixture: Fixture;
  readonly aim: Aim;
  readonly actors: Readonly<Record<'outsider' | 'auditor' | 'token', Actor>>;
}

/** Somebody does something in some state. Unsaid: an administrator, the input of the matrices, the state as furnished. */
interface Attempt<Input> {
  readonly by?: (scene: Scene) => Actor;
  /** Makes the state; what it returns replaces fields of the input. */
  readonly given?: ((scene: Scene) => Promise<Partial<Input>>) | ((scene: Scene) => Promise<void>);
}

interface Refused<Input> extends Attempt<Input> {
  readonly code: RefusalCode;
}

/** What the log must say of a success. `before` and `after` name what matters of them. */
export interface ExpectedEvent {
  readonly target: string | null;
  readonly before?: object;
  readonly after?: object;
  /** The ids whose decisions change, and no others, in any order. */
  readonly affects: readonly string[];
}

interface Asked<Input> {
  /** A valid input, aimed at the things of one group: the role matrices ask with it as well. */
  readonly input: (aim: Aim) => Input;
  /** The field that names what is acted on: out of reach, it reads as a thing that isn't there. */
  readonly at?: keyof Input & string;
  /** A value that is refused, and the path it is refused at. */
  readonly bad?: readonly [fields: object, path: string];
}

export interface QueryCase<Input> extends Asked<Input>, Attempt<Input> {
  readonly refused?: Refused<Input>;
}

export interface CommandCase<Input, Value> extends Asked<Input>, Attempt<Input> {
  /** What the event says was done, where the change is made of others. */
  readonly records?: OperationName;
  readonly event: (scene: Scene, value: Value, after: Record<string, unknown>) => ExpectedEvent;
  readonly refused: Refused<Input>;
  /** Who is out of reach, and the refusal: an outsider, `not_found` where something is aimed at, else `not_granted`. */
  readonly outside?: {
    by?: (scene: Scene) => Actor;
    code?: RefusalCode;
    /** It tells an actor of themselves alone: who asks for nothing has attempted nothing. */
    isUnrecorded?: true;
  };
}

type Fields = Record<string, unknown>;
// biome-ignore lint/suspicious/noExplicitAny: a list holds cases of every shape
export type AnyCommandCase = CommandCase<Fields, any> & { readonly operation: OperationName };
export type AnyQueryCase = QueryCase<Fields> & { readonly operation: OperationName };

export function commandCase<Input extends z.ZodType, Output extends z.ZodType, T extends Target>(
  { operation }: CommandDefinition<Input, Output, T>,
  written: CommandCase<z.input<Input>, z.output<Output>>,
): AnyCommandCase {
  return { operation, ...written } as unknown as AnyCommandCase;
}

export function queryCase<Input extends z.ZodType, Output extends z.ZodType, T extends Target>(
  { operation }: QueryDefinition<Input, Output, T>,
  written: QueryCase<z.input<Input>>,
): AnyQueryCase {
  return { operation, ...written } as unknown as AnyQueryCase;
}
