import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { CommandFailure } from '@/cli/failure';
import { print } from '@/cli/output';
import { environment } from '@/domain/environment/env';
import { ACCESS_TOKEN_TYPE, GRANT_TYPE, JWT_TYPES } from '@/domain/workloads/exchange-form';
import { parseJson, send } from './control-api';

const answerSchema = z.looseObject({ access_token: z.string(), token_id: z.string() });
const refusedSchema = z.object({ error: z.string(), error_description: z.string().optional() });

interface ExchangeOptions {
  readonly jwt?: string;
  readonly scope?: string[];
  readonly api?: string;
  readonly actsAs?: string;
  readonly ttl?: number;
  readonly json?: true;
}

/** `keyward exchange`: a workload's JWT, or KEYWARD_TOKEN itself, for a token of its own (RFC 8693). */
export function addExchange(program: Command): void {
  program
    .command('exchange')
    .description(
      'Exchange a JWT by a trust rule for a token; without a rule, KEYWARD_TOKEN for a lesser one',
    )
    .argument('[rule]', 'slug or id of the trust rule')
    .option('--jwt <file>', 'where the JWT is, or - for standard input', '-')
    .option('--scope <scope...>', 'scopes to cut the token down to')
    .option('--api <api>', 'without a rule: the one API that the token is good for')
    .option('--acts-as <who>', 'without a rule: who acts with it')
    .option('--ttl <seconds>', 'without a rule: how long it lives', seconds)
    .option('--json', 'print JSON')
    .action(exchange);
}

function seconds(written: string): number {
  if (!/^\d{1,9}$/.test(written)) throw new InvalidArgumentError('Write whole seconds.');
  return Number(written);
}

async function exchange(rule: string | undefined, options: ExchangeOptions): Promise<void> {
  const { api, actsAs, ttl, scope } = options;
  if (rule !== undefined && (api ?? actsAs ?? ttl) !== undefined) {
    throw new CommandFailure('--api, --acts-as and --ttl are for exchanges without a rule');
  }
  const fields = {
    grant_type: GRANT_TYPE,
    ...(rule === undefined ? ownToken(options) : await jwtFor(rule, options)),
    ...(scope && { scope: scope.join(' ') }),
  };
  const { keywardUrl } = environment();
  const answer = await send(`${keywardUrl}/api/v1/token-exchange`, {
    method: 'POST',
    // A proof must not travel on to wherever somebody else's server points.
    redirect: 'error',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      'Idempotency-Key': randomUUID(),
    },
    body: new URLSearchParams(fields).toString(),
  });
  const content = parseJson(answer.text);
  const read = answer.ok ? answerSchema.safeParse(content) : null;
  if (read?.success) return print(options, read.data, read.data.access_token);
  throw refusedBy(content, answer.status, rule);
}

function ownToken({ api, actsAs, ttl }: ExchangeOptions): Record<string, string> {
  const { keywardToken } = environment();
  if (!keywardToken) {
    throw new CommandFailure('KEYWARD_TOKEN is not set: name a trust rule, or set it');
  }
  return {
    ...{ subject_token: keywardToken, subject_token_type: ACCESS_TOKEN_TYPE },
    ...(api !== undefined && { audience: api }),
    ...(actsAs !== undefined && { acts_as: actsAs }),
    ...(ttl !== undefined && { ttl_seconds: String(ttl) }),
  };
}

async function jwtFor(rule: string, options: ExchangeOptions): Promise<Record<string, string>> {
  const jwt = (await readJwt(options.jwt ?? '-')).trim();
  if (jwt === '') throw new CommandFailure('no JWT came: name a file by --jwt, or pipe it in');
  return { subject_token: jwt, subject_token_type: JWT_TYPES[0] ?? '', audience: rule };
}

async function readJwt(file: string): Promise<string> {
  if (file === '-') return text(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new CommandFailure(`${file} can't be read (${code}): name a file, or - for stdin`, {
      cause,
    });
  }
}

function refusedBy(content: unknown, status: number, rule: string | undefined): CommandFailure {
  const { keywardUrl } = environment();
  const { data } = refusedSchema.safeParse(content);
  if (!data) {
    return new CommandFailure(
      `${keywardUrl} answered ${status} with something else than a Keyward answer: check KEYWARD_URL`,
    );
  }
  const { error, error_description: description } = data;
  if (description !== undefined) return new CommandFailure(`${description} (${error})`);
  return new CommandFailure(
    rule === undefined || error !== 'invalid_grant'
      ? `the exchange was refused (${error})`
      : `the exchange by rule ${rule} was refused (${error}): Settings, Workloads, shows which claim did not fit`,
  );
}
