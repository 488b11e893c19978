import type { z } from 'zod';
import type { Database, Queryable, Transaction } from '@/db/client';
import type { JsonObject } from '@/db/schema/history';
import type { Gain } from '@/domain/authority/privileged-rights';
import type { Reach } from '@/domain/authority/reach';
import type { Actor, GrantingGroup } from '@/domain/base/actor';
import type { RequestOrigin } from '@/domain/base/context';
import type { CommandName, OperationName } from '@/domain/base/operation-names';
import type { Refusal } from '@/domain/base/refusal';
import type { AuditEntry, Target } from '@/domain/base/target';

export interface HttpBinding {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Under `/api/v1`, with `{parameters}` named like the input fields they fill. */
  readonly path: string;
  /** Success status; 200 unless something was made. */
  readonly status?: 200 | 201 | 202;
  /** Input field that takes the whole body as bytes instead of its JSON fields. */
  readonly rawBody?: string;
  /** What a JSON body may have at most; 1 MiB unless said. */
  readonly maxBytes?: number;
  /** Query parameters that choose this operation among those on the same method and path. */
  readonly when?: Readonly<Record<string, string>>;
}

/** What a successful `run` returns: the answer, and what the log says of it. */
export interface Outcome<Value> {
  readonly value: Value;
  readonly audit: AuditEntry;
}

/**
 * One of several changes that a command leaves to the runner: another command, with its own rights,
 * refusals and event. One that prepares is given what `prepareSteps` had of it; without, it is refused.
 */
export interface Step {
  readonly command: AnyCommand;
  readonly input: object;
  readonly prepared?: { readonly value: unknown };
  /** The secret that it makes is told to nobody: another is made in its place where it is wanted. */
  readonly isUntold?: true;
  /** What its event says, where the command itself gives no reason. */
  readonly reason?: string | undefined;
  /** The refusal in the words of whoever asked for all of it. */
  explain?(refusal: Refusal): Refusal;
}

/** What the log would say of a change: once approved, it must start from the same. */
export interface Effect {
  readonly operation: string;
  readonly target: {
    readonly type: string;
    readonly id: string | null;
    readonly name: string | null;
  };
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
}

/** A privileged change as a second administrator approves it: it gives this, or isn't made. */
export interface Approval {
  readonly gains: readonly Gain[];
  readonly effects: readonly Effect[];
  /** Must be able to make the change still. */
  readonly requester: {
    readonly id: string;
    readonly name: string;
    readonly via: { readonly type: string; readonly id: string | null };
    readonly ip: string | null;
  };
}

/** What `run` returns where the change is made of others: the runner makes all of them, or none. */
export interface Steps<Value> {
  readonly steps: readonly Step[];
  readonly approval?: Approval;
  /** The id of the request for access that they fulfil. */
  readonly fulfils?: string;
  /** The answer, asked once all of them are made. */
  value(tx: Transaction): Promise<Value>;
}

/** `seq` is that of the event; of the last, where the change is made of others. */
export type CommandResult<Value> = Refusal | { ok: true; value: Value; seq: number };

interface Definition<Input extends z.ZodType, Output extends z.ZodType, T extends Target> {
  /** `aggregate.verb`: the operation, the scope entry, the audit action. */
  readonly operation: CommandName;
  readonly summary: string;
  readonly http?: HttpBinding;
  readonly input: Input;
  readonly output: Output;
  /** Every living actor may ask it, because it tells them of themselves alone. */
  readonly isOpen?: true;
  /** Loads what is acted on; a refusal (mostly `notFound`) ends it there. */
  target(scope: {
    db: Queryable;
    actor: Actor;
    input: z.output<Input>;
  }): Promise<T | Refusal> | T | Refusal;
  /**
   * Replaces the role rights where they depend on the target (held grants still count): the group
   * that gives the right, null where it needs none, false (or why) where there is no right.
   */
  permit?(actor: Actor, target: T): GrantingGroup | null | false | Refusal;
  /** The right by which one knows that the target is there, where that isn't the one to read its kind. */
  readonly seenBy?: OperationName;
}

/**
 * A change, in phases: what may pass is asked first, then `prepare` works without a transaction, then
 * all of it is asked again and `run` and `after` change things in one.
 */
export interface CommandDefinition<
  Input extends z.ZodType,
  Output extends z.ZodType,
  T extends Target,
  // biome-ignore lint/suspicious/noExplicitAny: only the command itself knows what it prepares
  Prepared = any,
  // biome-ignore lint/suspicious/noExplicitAny: nor is it told what its refusal goes by
  View = any,
> extends Definition<Input, Output, T> {
  readonly kind: 'command';
  /** A person's session must have proved who they are within `PROOF_MINUTES`. Tokens are not asked. */
  readonly needsProof?: true;
  /** The same, where it depends on what is asked for. */
  needsProofFor?(scope: { tx: Transaction; input: z.output<Input>; target: T }): Promise<boolean>;
  /**
   * May be kept for a second administrator, where it gives rights over Keyward itself: its input holds
   * no secret, it prepares nothing, and it is one of `CARRIED_OUT`.
   */
  readonly canWait?: true;
  /** Unique constraints that a race can hit, as the field and message the person sees. */
  readonly conflicts?: Readonly<Record<string, { path: string; message: string }>>;
  /**
   * What the state of the target refuses to whoever has the right, and in which words. It is pure: the
   * runner asks it of the state in the transaction, pages of what they show. Asked before `prepare` and
   * `run`, and before a retry is given its secret again.
   */
  refusal?(actor: Actor, view: View): Refusal | null;
  /** What `refusal` goes by, as the transaction has it; `made` is what the first call answered. */
  view?(scope: {
    tx: Transaction;
    target: T;
    made: Omit<z.output<Output>, 'secret'> | null;
  }): Promise<NoInfer<View>> | NoInfer<View>;
  /** What else is asked then, of the input and the rest of the database. */
  admit?(scope: {
    tx: Transaction;
    actor: Actor;
    input: z.output<Input>;
    target: T;
    made: Omit<z.output<Output>, 'secret'> | null;
  }): Promise<Refusal | null>;
  /**
   * What takes long or asks elsewhere: it holds no lock and no connection. Things may change until
   * `run`, which compares what it was given with what it then finds. A retry that is answered with
   * what its twin made prepares nothing.
   */
  prepare?(scope: {
    db: Queryable;
    actor: Actor;
    input: z.output<Input>;
    target: T;
    /** As in `Context`. */
    webhookPrivateHosts: readonly string[];
  }): Promise<Refusal | Prepared>;
  run(scope: {
    tx: Transaction;
    actor: Actor;
    input: z.output<Input>;
    target: T;
    prepared: Prepared;
    request: RequestOrigin;
    /** 32 bytes for a new secret; the same again for a retry with the same idempotency key. */
    secretBytes: Buffer;
    /** As in `Context`, for what is kept sealed. */
    serverSecret: string;
  }): Promise<
    Refusal | Outcome<Omit<z.input<Output>, 'secret'>> | Steps<Omit<z.input<Output>, 'secret'>>
  >;
  /** What follows from a change that is in the log: jobs, enqueued in its transaction. */
  after?(scope: {
    tx: Transaction;
    actor: Actor;
    input: z.output<Input>;
    target: T;
    value: Omit<z.output<Output>, 'secret'>;
    /** Of the event. */
    seq: number;
  }): Promise<void>;
  /** Adds what is shown once and stored nowhere. */
  reveal?(value: Omit<z.input<Output>, 'secret'>, secretBytes: Buffer): { secret: unknown };
}

export interface QueryDefinition<
  Input extends z.ZodType,
  Output extends z.ZodType,
  T extends Target,
> extends Definition<Input, Output, T> {
  readonly kind: 'query';
  /** Lists are not refused for want of a target but cut to the actor's reach. */
  readonly list?: true;
  run(scope: {
    db: Database;
    actor: Actor;
    input: z.output<Input>;
    target: T;
    reach: Reach;
    /** As in `Context`; absent where the door has none. */
    serverSecret?: string | undefined;
    /** As in `Context`. */
    webhookPrivateHosts: readonly string[];
  }): Promise<Refusal | z.input<Output>>;
}

// biome-ignore lint/suspicious/noExplicitAny: the registry holds commands of every shape
export type AnyCommand = CommandDefinition<any, any, any, any>;
// biome-ignore lint/suspicious/noExplicitAny: the registry holds queries of every shape
export type AnyQuery = QueryDefinition<any, any, any>;

/** Defines a change. Its `run` can't compile without an audit entry. */
export function defineCommand<
  Input extends z.ZodType,
  Output extends z.ZodType,
  T extends Target,
  Prepared = undefined,
  View = undefined,
>(
  definition: Omit<CommandDefinition<Input, Output, T, Prepared, View>, 'kind'>,
): CommandDefinition<Input, Output, T, Prepared, View> {
  return { kind: 'command', ...definition };
}

export function defineQuery<Input extends z.ZodType, Output extends z.ZodType, T extends Target>(
  definition: Omit<QueryDefinition<Input, Output, T>, 'kind'>,
): QueryDefinition<Input, Output, T> {
  return { kind: 'query', ...definition };
}
