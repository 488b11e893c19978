import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { CommandFailure } from '@/cli/failure';
import { print } from '@/cli/output';
import { columns } from './columns';
import { askControlApi, sending } from './control-api';
import { everyItem } from './every-page';
import { behindOf, type Sink, sinkSchema, standingOf } from './sink-schema';

interface Json {
  readonly json?: true;
}
interface Place {
  readonly syslog?: string;
  readonly tcp?: true;
  readonly ca?: string;
  readonly http?: string;
}
interface Fields extends Place {
  readonly name?: string;
  readonly credential?: string | false;
  readonly log?: string[];
}

const POLL_MS = 500;
/** Longer than a worker tries. */
const TEST_WITHIN_MS = 60_000;
const SYSLOG_PORT = 6_514;

/** `keyward sink`: where the logs are forwarded to, over HTTP. */
export function addSink(program: Command): void {
  const sink = program
    .command('sink')
    .alias('sinks')
    .description('Where the logs are forwarded to, at KEYWARD_URL as KEYWARD_TOKEN');
  sink
    .command('list')
    .description('List sinks, and how far each is behind')
    .option('--json', 'print JSON')
    .action(list);
  one(sink, 'show').description('Show a sink, and what came of its last test').action(show);
  place(sink.command('create').argument('<name>', 'of the sink'))
    .description('Forward the logs to a place, from now on')
    .action(create);
  place(one(sink, 'update').option('--name <name>', 'another name'))
    .option('--no-credential', 'send no bearer token')
    .description('Change where a sink is, and what it gets')
    .action(update);
  one(sink, 'test')
    .description('Have a worker send one record, and wait for what comes of it')
    .option('--no-wait', 'only ask for it')
    .action(test);
  one(sink, 'pause').description('Send nothing until it is resumed').action(change('paused'));
  one(sink, 'resume').description('Send all it missed, and go on').action(change('active'));
  one(sink, 'delete').description('Send nothing more, and forget its place').action(remove);
}

const one = (sink: Command, verb: string): Command =>
  sink.command(verb).argument('<sink>', 'its id or its name').option('--json', 'print JSON');

function place(command: Command): Command {
  if (!command.options.some(({ long }) => long === '--json')) {
    command.option('--json', 'print JSON');
  }
  return command
    .addOption(
      new Option(
        '--syslog <host:port>',
        `a syslog server; without a port ${SYSLOG_PORT}`,
      ).conflicts('http'),
    )
    .option('--tcp', 'syslog without TLS, to a host of DESTINATION_PRIVATE_HOSTS')
    .option('--ca <file>', 'PEM of the authority of its certificate')
    .option('--http <url>', 'a collector that takes NDJSON')
    .option('--credential <reference>', 'env:NAME or file:/path, where the worker finds its token')
    .addOption(new Option('--log <log...>', 'what it gets').choices(['changes', 'decisions']));
}

const pathOf = (id: string) => `/sinks/${encodeURIComponent(id)}`;

async function list(options: Json): Promise<void> {
  const sinks = await everyItem('/sinks', {}, sinkSchema);
  const rows = sinks.map((sink) => [
    ...[sink.id, sink.name, standingOf(sink), sink.where],
    sink.positions.map(behindOf).join('; '),
  ]);
  print(options, { items: sinks }, rows.length > 0 ? columns(rows) : 'There is no sink.');
}

async function show(named: string, options: Json): Promise<void> {
  const sink = await find(named);
  const rows = [
    ['sink', `${sink.name} (${sink.id})`],
    ['place', sink.where],
    ['credential', sink.credential],
    ['state', standingOf(sink)],
    ...sink.positions.flatMap((position) => [
      [position.source, behindOf(position)],
      ['  delivered', `${position.delivered}, last ${position.deliveredAt ?? 'never'}`],
      ...(position.failures === 0
        ? []
        : [
            ['  failing', `${position.failures} times since ${position.failingSince}`],
            ['  because', position.lastError],
            ['  next try', position.nextAttemptAt],
          ]),
    ]),
    ['last test', testWords(sink)],
  ];
  print(options, sink, columns(rows));
}

async function create(name: string, options: Fields & Json): Promise<void> {
  const at = await placeOf(options);
  if (at === undefined) throw new CommandFailure('say where it is: --syslog or --http');
  const { credential, log: sources } = options;
  const body = { name, place: at, credential: credential || undefined, sources };
  const made = await askControlApi(sending('POST', '/sinks', body), sinkSchema);
  print(options, made, `${made.name} (${made.id}) forwards to ${made.where} from now on`);
}

async function update(named: string, options: Fields & Json): Promise<void> {
  const { name, log: sources } = options;
  const credential = options.credential === false ? null : options.credential;
  const body = { name, place: await placeOf(options), credential, sources };
  const { id } = await find(named);
  const saved = await askControlApi(sending('PATCH', pathOf(id), body), sinkSchema);
  print(options, saved, `${saved.name} (${saved.id}): saved, forwards to ${saved.where}`);
}

async function test(named: string, options: Json & { readonly wait: boolean }): Promise<void> {
  const { id } = await find(named);
  let sink = await askControlApi(sending('POST', `${pathOf(id)}/test`, {}), sinkSchema);
  const deadline = performance.now() + TEST_WITHIN_MS;
  while (options.wait && sink.test.testedAt === null) {
    if (performance.now() > deadline) {
      throw new CommandFailure('no worker has tested it within a minute: look whether one runs');
    }
    await wait(POLL_MS);
    sink = await askControlApi({ method: 'GET', path: pathOf(id) }, sinkSchema);
  }
  if (sink.test.error !== null) {
    throw new CommandFailure(`${sink.name} did not take the test: ${sink.test.error}`);
  }
  print(options, sink, `${sink.name}: ${testWords(sink)}`);
}

const change =
  (state: 'active' | 'paused') =>
  async (named: string, options: Json): Promise<void> => {
    const { id } = await find(named);
    const changed = await askControlApi(sending('PATCH', pathOf(id), { state }), sinkSchema);
    print(options, changed, `${changed.name} (${id}): ${changed.state}`);
  };

async function remove(named: string, options: Json): Promise<void> {
  const { id, name } = await find(named);
  const gone = z.looseObject({ id: z.string() });
  const answer = await askControlApi({ method: 'DELETE', path: pathOf(id) }, gone);
  print(options, answer, `${name} (${id}): deleted`);
}

const ID = /^snk_[0-9a-z]{26}$/;

/** By its id, or by its name, for which all are listed. */
async function find(named: string): Promise<Sink> {
  if (ID.test(named)) return askControlApi({ method: 'GET', path: pathOf(named) }, sinkSchema);
  const sinks = await everyItem('/sinks', {}, sinkSchema);
  const found = sinks.find(({ name }) => name === named);
  if (!found) throw new CommandFailure(`no sink is called ${named}: keyward sink list has all`);
  return found;
}

async function placeOf({ syslog, tcp, ca, http }: Place): Promise<object | undefined> {
  if (syslog === undefined && (tcp === true || ca !== undefined)) {
    throw new CommandFailure('--tcp and --ca go with --syslog');
  }
  if (http !== undefined) return { kind: 'http', url: http };
  if (syslog === undefined) return undefined;
  return {
    ...{ kind: 'syslog', ...hostAndPort(syslog) },
    tls: tcp !== true,
    ...(ca !== undefined && { ca: await readCa(ca) }),
  };
}

/** `logs.example.com:601`, `[2001:db8::1]:601`, or without a port. */
function hostAndPort(text: string): { host: string; port: number } {
  const [, host = text, port] =
    isIP(text) === 6 ? [] : (/^\[?(.*?)\]?(?::(\d+))?$/.exec(text) ?? []);
  return { host, port: port === undefined ? SYSLOG_PORT : Number(port) };
}

async function readCa(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const { code = 'unreadable' } = cause as NodeJS.ErrnoException;
    throw new CommandFailure(`${file} can’t be read (${code})`, { cause });
  }
}

function testWords({ test: { askedAt, testedAt, error } }: Sink): string {
  if (askedAt === null) return 'never';
  if (testedAt === null) return 'waits for a worker';
  return error === null ? `taken ${testedAt}` : `not taken ${testedAt}: ${error}`;
}
