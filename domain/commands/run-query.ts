import type { z } from 'zod';
import { notGranted } from '@/domain/authority/not-granted';
import { type Reach, reachesNothing, reachOf } from '@/domain/authority/reach';
import type { Context } from '@/domain/base/context';
import { withoutParameters } from '@/domain/base/fault';
import { isRefusal, type Refusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import { traced } from '@/domain/telemetry/traced';
import { authorize, recordDenial } from './authorize';
import type { AnyQuery, QueryDefinition } from './define';
import { endingOf } from './ending-of';
import { parseInput } from './parse-input';

export type QueryResult<Value> = Refusal | { ok: true; value: Value };

/**
 * Runs a query within the actor's reach. What a session is refused is an event of the log where
 * `request` says who asked; a token's question is a decision before it comes here.
 * @throws on faults only
 */
export async function runQuery<Input extends z.ZodType, Output extends z.ZodType, T extends Target>(
  query: QueryDefinition<Input, Output, T>,
  context: QueryContext,
  rawInput: unknown,
): Promise<QueryResult<z.output<Output>>> {
  const attributes = { 'keyward.kind': 'query', 'keyward.operation': query.operation };
  const run = () => askQuery(query, context, rawInput);
  return traced(query.operation, attributes, run, endingOf);
}

async function askQuery<Input extends z.ZodType, Output extends z.ZodType, T extends Target>(
  query: QueryDefinition<Input, Output, T>,
  context: QueryContext,
  rawInput: unknown,
): Promise<QueryResult<z.output<Output>>> {
  const input = parseInput(query, rawInput);
  if (isRefusal(input)) return input;
  try {
    return await answerQuery(query, context, input);
  } catch (error) {
    throw withoutParameters(error);
  }
}

type QueryContext = Pick<Context, 'db' | 'actor'> &
  Partial<Pick<Context, 'request' | 'serverSecret' | 'webhookPrivateHosts'>>;

async function answerQuery<Input extends z.ZodType, Output extends z.ZodType, T extends Target>(
  query: QueryDefinition<Input, Output, T>,
  { db, actor, request, serverSecret, webhookPrivateHosts = [] }: QueryContext,
  input: z.output<Input>,
): Promise<QueryResult<z.output<Output>>> {
  const target = await query.target({ db, actor, input });
  if (isRefusal(target)) return target;
  const reach = reachOf(actor, query.operation);
  const right = query.list ? reachesSomething(query, reach) : authorize(query, actor, target);
  if (isRefusal(right)) {
    if (request && actor.kind === 'session') {
      await recordDenial(query, { db, actor, request }, target, right);
    }
    return right;
  }
  const given = { serverSecret, webhookPrivateHosts };
  const value = await query.run({ db, actor, input, target, reach, ...given });
  return isRefusal(value) ? value : { ok: true, value: query.output.parse(value) };
}

const reachesSomething = ({ operation }: AnyQuery, reach: Reach): Refusal | null =>
  reachesNothing(reach) ? notGranted(operation) : null;
