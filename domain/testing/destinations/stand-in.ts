import type { ServerResponse } from 'node:http';
import type { z } from 'zod';
import { type Received, type Receiver, startReceiver } from '../receiver';

export type Answer = readonly [status: number, json?: unknown, headers?: Record<string, string>];

/** What is wrong with the server; of `stores` and `answers`, with its answers to what writes. */
export const FAULTS = [
  ...(['down', 'never answers', 'trickles', 'stores, then 500'] as const),
  ...(['answers without storing', 'too many requests', 'redirects', 'answers 10 MB'] as const),
  ...(['knows no such credential', 'forbids', 'knows no such place'] as const),
] as const;
export type Fault = (typeof FAULTS)[number];
type Mood = 'good' | Fault;

export const RETRY_AFTER_SECONDS = 1_800;
const TEN_MB = 10_000_000;

/** Refuses what breaks the vendor's contract, and remembers it: at the end of a test there must be none. */
export type Refuse = (why: string, answer: Answer) => Answer;

export interface Vendor<Stored> {
  /** By what the vendor itself tells them apart; values are never changed in place. */
  readonly stored: Map<string, Stored>;
  /** Whether a request would change what is stored. */
  writes(request: Received): boolean;
  answer(request: Received, refuse: Refuse): Answer;
  /** How it words an error. */
  says(status: number, why: string): unknown;
  /** The secret that whoever looks under this name finds. */
  found(name: string): string | undefined;
}

export interface StandIn<Stored = unknown> extends Receiver {
  readonly stored: Map<string, Stored>;
  /** What broke the vendor's contract: method, path and why. */
  readonly wrong: string[];
  found(name: string): string | undefined;
  mood(next: Mood): void;
}

const REFUSALS: Partial<Record<Mood, [number, string]>> = {
  'knows no such credential': [401, 'Unauthorized'],
  forbids: [403, 'Forbidden'],
  'knows no such place': [404, 'Not Found'],
};

/** A server that answers as its vendor would, or is as broken as its mood says. */
export async function startStandIn<Stored>(vendor: Vendor<Stored>): Promise<StandIn<Stored>> {
  const { stored } = vendor;
  const wrong: string[] = [];
  let mood: Mood = 'good';

  function answerOf(request: Received): Answer {
    const refusal = REFUSALS[mood];
    if (refusal) return [refusal[0], vendor.says(...refusal)];
    if (mood === 'redirects') return [307, undefined, { location: 'http://127.0.0.1:9/elsewhere' }];
    if (mood === 'too many requests') {
      const headers = { 'retry-after': String(RETRY_AFTER_SECONDS) };
      return [429, vendor.says(429, 'Too many requests'), headers];
    }
    const before = new Map(stored);
    const answer = vendor.answer(request, (why, refused) => {
      wrong.push(`${request.method} ${request.path}: ${why}`);
      return refused;
    });
    if (!vendor.writes(request)) return answer;
    if (mood === 'stores, then 500') return [500, vendor.says(500, 'Internal error')];
    if (mood === 'answers without storing') {
      stored.clear();
      for (const [key, value] of before) stored.set(key, value);
    }
    return answer;
  }

  const receiver = await startReceiver((request, response) => {
    if (mood === 'never answers') return;
    if (mood === 'down') return response.destroy();
    if (mood === 'trickles') return trickle(response);
    const [status, json, headers] = answerOf(request);
    // A 204 has no body.
    const isLong = mood === 'answers 10 MB';
    const type = { 'content-type': 'application/json' };
    response.writeHead(isLong ? 200 : status, { ...type, ...headers });
    const body = isLong ? { message: 'x'.repeat(TEN_MB) } : json;
    return response.end(body === undefined ? undefined : JSON.stringify(body));
  });
  return {
    ...receiver,
    ...{ stored, wrong, found: (name: string) => vendor.found(name) },
    mood(next) {
      mood = next;
    },
  };
}

/** A byte now and then, without end. */
function trickle(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const drip = setInterval(() => response.write(' '), 50);
  response.on('close', () => clearInterval(drip));
}

/** JSON of a body; undefined where it is none. */
export function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

type Read<Given> = { readonly given: Given } | { readonly problem: string };

/** A body by what the vendor takes, or what is wrong with it. */
export function readBody<Given>(schema: z.ZodType<Given>, body: string): Read<Given> {
  const { success, data, error } = schema.safeParse(readJson(body));
  if (success) return { given: data };
  const [first] = error.issues;
  return { problem: `${first?.path.join('.')}: ${first?.message}` };
}
