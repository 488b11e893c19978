import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { handleControlRequest } from '@/app/control-api/handle';
import { handleTokenExchange } from '@/app/control-api/token-exchange';
import { addAuditExport } from '@/cli/export/audit-export';
import { addAccess } from '@/cli/remote/access';
import { addAnomaly } from '@/cli/remote/anomaly';
import { addApi } from '@/cli/remote/api';
import { addBlastRadius } from '@/cli/remote/blast-radius';
import { addConfiguration } from '@/cli/remote/configuration';
import { ControlApiRefusal } from '@/cli/remote/control-api';
import { addExchange } from '@/cli/remote/exchange';
import { addGroup } from '@/cli/remote/group';
import { addIdentity } from '@/cli/remote/identity';
import { addIncident } from '@/cli/remote/incident';
import { addReceipts } from '@/cli/remote/receipts';
import { addRequest } from '@/cli/remote/request';
import { addRetention } from '@/cli/remote/retention';
import { addSink } from '@/cli/remote/sink';
import { addToken } from '@/cli/remote/token';
import { addView } from '@/cli/remote/view';
import type { OperationName } from '@/domain/base/operation-names';
import { CLI_COMMANDS, type CliFiles } from './cli-commands';
import { inLanes } from './lane';
import { DOOR_MATRIX, TOKEN_ROLES } from './matrix';
import { openStand, type Stand } from './stand';
import { UNAIMED } from './unaimed';

// The command line as it is, up to where it would open a connection: there the control API answers,
// in a database that keeps nothing.
vi.mock('@/app/server/database', async () => {
  const { laneHere } = await import('./lane');
  return {
    database: () => laneHere().db,
    serverSecret: () => 'a server secret of at least thirty-two characters',
  };
});
vi.mock('@/domain/environment/env', async (original) => {
  const real = await original<typeof import('@/domain/environment/env')>();
  const { lanes } = await import('./lane');
  const environment = () => ({
    ...real.environment(),
    keywardUrl: 'http://127.0.0.1:3000',
    keywardToken: lanes.getStore()?.credential,
  });
  return { ...real, environment };
});

const addAudit = (program: Command) => addAuditExport(program.command('audit'));
const ADDED = [
  ...[addAccess, addApi, addAudit, addConfiguration, addExchange, addGroup, addRequest, addSink],
  ...[addAnomaly, addBlastRadius, addIdentity, addIncident, addReceipts, addRetention, addToken],
  addView,
];
const AIMS = ['billing', 'desk', 'administrators'] as const;

let stand: Stand;
let folder: string;
let files: CliFiles;
const counted = { cells: 0, refused: 0 };

beforeAll(async () => {
  stand = await openStand();
  folder = await mkdtemp(join(tmpdir(), 'cli-matrix-'));
  files = {
    document: join(folder, 'openapi.json'),
    configuration: join(folder, 'keyward.yaml'),
  };
  const about = { openapi: '3.1.0', info: { title: 'Billing', version: '1' } };
  const paths = { '/refunds': { get: { operationId: 'listRefunds', responses: {} } } };
  await writeFile(files.document, JSON.stringify({ ...about, paths }));
  await writeFile(files.configuration, 'version: 1\ngroups:\n  billing:\n    name: Other\n');
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockReturnValue(true);
  }
  vi.stubGlobal('fetch', (address: string, sent: RequestInit) => {
    const request = new Request(address, sent);
    return address.endsWith('/token-exchange')
      ? handleTokenExchange(request)
      : handleControlRequest(request);
  });
});

afterAll(async () => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  process.stdout.write(
    `the matrix through the command line: ${TOKEN_ROLES.length} tokens × ${Object.keys(CLI_COMMANDS).length} commands × ${AIMS.length} targets = ${counted.cells} cells, ${counted.refused} of them refused without a trace of change\n`,
  );
  await rm(folder, { recursive: true });
  await stand.world.close();
});

/** Everything that acts over HTTP. */
function program(): Command {
  const made = new Command('keyward').exitOverride();
  for (const add of ADDED) add(made);
  return made;
}

/** `group members add`, for each command that does something itself. */
const leavesOf = (command: Command, above: readonly string[] = []): string[] =>
  command.commands.flatMap((each) => {
    const path = [...above, each.name()];
    return each.commands.length > 0 ? leavesOf(each, path) : [path.join(' ')];
  });

/** Types it, reads nothing. @returns as in the matrix of the doors */
async function typed(args: readonly string[]): Promise<string> {
  try {
    await program().parseAsync([...args], { from: 'user' });
    return 'y';
  } catch (error) {
    if (!(error instanceof ControlApiRefusal)) {
      // OAuth has one code for all that is refused.
      if (/lets nobody delegate tokens\. \(invalid_grant\)$/.test(String(error))) return 'y';
      throw error;
    }
    const { code, detail } = error.problem;
    if (error.status === 404) return 'h';
    if (code === 'not_granted') return 'n';
    if (code === 'needs_administrator') return 'e';
    if (error.status === 422 || error.status === 400 || error.status === 401) {
      throw new Error(`keyward ${args.join(' ')}: the matrix needs a valid input: ${detail}`, {
        cause: error,
      });
    }
    // It was allowed, and there was nothing to do.
    return 'y';
  }
}

it('has a row for every command that acts over HTTP, and none for another', () => {
  const rows = Object.values(CLI_COMMANDS).map(({ args }) => args(stand.aims.billing, files));
  const leaves = leavesOf(program());
  const asked = rows.map((args) =>
    leaves.find((leaf) => args.slice(0, leaf.split(' ').length).join(' ') === leaf),
  );
  expect([...new Set(asked)].sort()).toEqual(leaves.sort());
});

for (const [name, { operation, args, may }] of Object.entries(CLI_COMMANDS)) {
  it(`lets each token do by keyward ${name} what it may by ${operation}`, async () => {
    const aims = UNAIMED.has(operation) ? (['billing'] as const) : AIMS;
    const asked = aims.flatMap((aim) => TOKEN_ROLES.map((role) => ({ aim, role })));
    const found = await inLanes(asked, ({ aim, role }) =>
      stand.tryAs(role, async (lane) => {
        const verdict = await typed(args(stand.aims[aim], files));
        counted.cells += 1;
        if (verdict === 'y') return verdict;
        counted.refused += 1;
        await stand.expectNoChange(lane.db, lane.onRecord.at(-1)?.operation as OperationName);
        return verdict;
      }),
    );
    const actual = aims.map((_aim, at) =>
      found.slice(at * TOKEN_ROLES.length, (at + 1) * TOKEN_ROLES.length).join(''),
    );
    const tokens = DOOR_MATRIX[operation].map((line) => line.split(' ')[1]);
    expect(actual).toEqual(may ?? tokens);
  });
}

it('changed nothing while it was typed', () => stand.expectUntouched());
