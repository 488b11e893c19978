import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from './lib/root.mjs';

const ROOMS = [
  ...['app', 'bench', 'cli', 'client', 'components', 'db', 'domain', 'e2e', 'journal'],
  ...['scripts', 'verifier', 'worker'],
];

// Written down here once more, on purpose: the test must not read the rule it proves.
const ALLOWED = new Set([
  'app → components',
  'app → domain',
  'app → journal',
  'components → domain',
  'domain → db',
  'journal → domain',
  'journal → db',
  'verifier → journal',
  'verifier → domain',
  'verifier → db',
  'worker → domain',
  'worker → db',
  'cli → domain',
  'cli → db',
  'bench → domain',
  'bench → db',
  'bench → journal',
]);

const pairs = ROOMS.flatMap((from) =>
  ROOMS.filter((to) => to !== from).map((to) => ({ from, to, edge: `${from} → ${to}` })),
);

/** What a file of the verifier imports. */
const DOORS = {
  'verifier/doors/http/open.ts': 'verifier/decision/port.ts',
  'verifier/doors/http/open-too.ts': 'verifier/doors/http/part.ts',
  'verifier/doors/http/pries.ts': 'verifier/decision/evaluator.ts',
  'verifier/doors/http/visits.ts': 'verifier/doors/agents/part.ts',
  'verifier/decision/knows.ts': 'verifier/doors/http/part.ts',
};

const part = (value) => `export const part = ${value};\n`;
const imports = (file) =>
  `import { part } from '@/${file.replace(/\.ts$/, '')}';\nexport const x = part;\n`;

let folder;

function write(path, text) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** A folder of a room: a part of its own, and files that import the part of each other folder. */
function makeFixture(room, folder, others) {
  const inFolder = `${room}/${folder}`;
  const part =
    "import { own } from './inner/own';\nexport const part = own;\nexport type Part = 1;\n";
  write(`${inFolder}/part.ts`, part);
  write(`${inFolder}/inner/own.ts`, 'export const own = 1;\n');
  for (const other of others.filter((name) => name !== folder)) {
    const value = `import { part } from '@/${room}/${other}/part';\nexport const x = part;\n`;
    const type = `import type { Part } from '@/${room}/${other}/part';\nexport type X = Part;\n`;
    write(`${inFolder}/${other}.ts`, value);
    write(`${inFolder}/${other}-type.ts`, type);
    write(`${inFolder}/${other}.test.ts`, value);
  }
}

/** Violations as `from-file rule to-file`. */
function cruise(config, rooms) {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      inRoot('node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      ...['--config', inRoot(config), '--output-type', 'json', ...rooms],
    ],
    { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  if (!stdout) throw new Error(stderr);
  const { summary } = JSON.parse(stdout);
  expect(summary.totalCruised).toBeGreaterThan(rooms.length);
  return summary.violations.map(({ from, to, rule }) => `${from} ${rule.name} ${to}`);
}

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'keyward-boundaries-')));
  write('package.json', '{"type":"module"}');
  const compilerOptions = {
    ...{ target: 'ES2023', module: 'esnext', moduleResolution: 'bundler' },
    ...{ verbatimModuleSyntax: true, paths: { '@/*': ['./*'] } },
  };
  write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['**/*.ts'] }));
  for (const room of ROOMS) {
    write(`${room}/part.ts`, 'export const part = 1;\nexport type Part = number;\n');
    write(
      `${room}/neighbour.ts`,
      `import { part } from '@/${room}/part';\nexport const own = part;\n`,
    );
  }
  for (const { from, to } of pairs) {
    write(
      `${from}/value-${to}.ts`,
      `import { part } from '@/${to}/part';\nexport const x = part;\n`,
    );
    write(
      `${from}/type-${to}.ts`,
      `import type { Part } from '../${to}/part';\nexport type X = Part;\n`,
    );
    write(`${from}/lazy-${to}.ts`, `export const x = () => import('@/${to}/part');\n`);
  }
  write('domain/circle-a.ts', "import { b } from './circle-b';\nexport const a = () => b;\n");
  write('domain/circle-b.ts', "import { a } from './circle-a';\nexport const b = () => a;\n");
  write('domain/missing.ts', "export { x } from './nowhere';\n");
  for (const file of ['client/asks.test.ts', 'client/asks.ts', 'worker/asks.test.ts']) {
    write(file, "import { part } from '@/verifier/testing/part';\nexport const x = part;\n");
  }
  write('verifier/testing/part.ts', 'export const part = 1;\n');
  write(
    'client/pries.test.ts',
    "import { part } from '@/verifier/part';\nexport const x = part;\n",
  );
  write('node_modules/peer/package.json', '{"name":"peer","type":"module","main":"peer.js"}');
  write('node_modules/peer/peer.js', 'export const peer = 1;\n');
  write('node_modules/peer/peer.d.ts', 'export declare const peer: number;\n');
  write('client/peer.ts', "import { peer } from 'peer';\nexport const x = peer;\n");
  write('client/peer.test.ts', "import { peer } from 'peer';\nexport const x = peer;\n");
  write('client/peer-type.ts', "import type { peer } from 'peer';\nexport type X = typeof peer;\n");
  const folders = {
    domain: ['base', 'ledger', 'commands', 'tokens', 'apis', 'groups', 'registry', 'attic'],
    components: ['format', 'ui', 'data-table', 'shell', 'tokens', 'respond'],
    app: ['server', 'stopping', 'token-lists', 'sign-in'],
  };
  for (const [room, names] of Object.entries(folders))
    for (const from of names) makeFixture(room, from, names);
  for (const section of ['tokens', 'groups'])
    write(`app/(dashboard)/${section}/part.ts`, 'export const part = 1;\n');
  write(
    'app/(dashboard)/tokens/near.ts',
    "import { part } from './part';\nexport const x = part;\n",
  );
  write(
    'app/(dashboard)/tokens/far.ts',
    "import { part } from '../groups/part';\nexport const x = part;\n",
  );
  for (const door of ['http', 'agents']) write(`verifier/doors/${door}/part.ts`, part(1));
  write('verifier/decision/port.ts', part(1));
  write('verifier/decision/evaluator.ts', part(1));
  for (const [file, to] of Object.entries(DOORS)) write(file, imports(to));
  write('verifier/verifier.ts', imports('verifier/doors/http/part.ts'));
  write('proxy.ts', "import { part } from '@/app/part';\nexport const x = part;\n");
  write('vitest.config.ts', "import { part } from './db/part';\nexport const x = part;\n");
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the boundaries between rooms', () => {
  let found;
  beforeAll(() => {
    found = cruise('.dependency-cruiser.mjs', [...ROOMS, 'proxy.ts', 'vitest.config.ts']);
  });

  const reports = (file) => found.filter((violation) => violation.startsWith(`${file} `));

  it.each(pairs.filter(({ edge }) => !ALLOWED.has(edge)))(
    'report $edge, be it a value, a type or a lazy import',
    ({ from, to }) => {
      for (const kind of ['value', 'type', 'lazy']) {
        const file = `${from}/${kind}-${to}.ts`;
        expect(reports(file)).toContain(`${file} not-in-allowed ${to}/part.ts`);
      }
    },
  );

  it.each(pairs.filter(({ edge }) => ALLOWED.has(edge)))('let $edge pass', ({ from, to }) => {
    for (const kind of ['value', 'type', 'lazy']) {
      expect(reports(`${from}/${kind}-${to}.ts`)).toEqual([]);
    }
  });

  it.each(ROOMS)('let a file of %s import its neighbour', (room) => {
    expect(reports(`${room}/neighbour.ts`)).toEqual([]);
  });

  it.each(ROOMS.filter((room) => room !== 'app'))('say of %s that nobody imports app', (room) => {
    const file = `${room}/value-app.ts`;
    expect(reports(file)).toContain(`${file} nobody-imports-app app/part.ts`);
  });

  it.each([
    ['domain', 'base', 'ledger'],
    ['domain', 'ledger', 'tokens'],
    ['domain', 'commands', 'groups'],
    ['domain', 'tokens', 'apis'],
    ['domain', 'tokens', 'groups'],
    ['domain', 'groups', 'registry'],
    ['domain', 'groups', 'attic'],
    ['domain', 'attic', 'base'],
    ['components', 'format', 'ui'],
    ['components', 'ui', 'data-table'],
    ['components', 'data-table', 'shell'],
    ['components', 'tokens', 'respond'],
    ['app', 'server', 'stopping'],
    ['app', 'stopping', 'token-lists'],
    ['app', 'token-lists', 'sign-in'],
  ])('report %s/%s, which climbs to %s, types included', (room, from, to) => {
    for (const file of [`${room}/${from}/${to}.ts`, `${room}/${from}/${to}-type.ts`]) {
      expect(reports(file)).toEqual([`${file} floors-of-${room} ${room}/${to}/part.ts`]);
    }
  });

  it.each([
    ['domain', 'ledger', 'base'],
    ['domain', 'groups', 'tokens'],
    ['domain', 'registry', 'groups'],
    ['components', 'tokens', 'data-table'],
    ['app', 'sign-in', 'server'],
  ])('let %s/%s look down on %s, and in itself', (room, from, to) => {
    expect(reports(`${room}/${from}/${to}.ts`)).toEqual([]);
    expect(reports(`${room}/${from}/part.ts`)).toEqual([]);
  });

  it('let a test look up', () => {
    expect(reports('domain/base/registry.test.ts')).toEqual([]);
  });

  it('report a section of pages that imports another', () => {
    const file = 'app/(dashboard)/tokens/far.ts';
    const found = [`${file} pages-keep-to-themselves app/(dashboard)/groups/part.ts`];
    expect(reports(file)).toEqual(found);
    expect(reports('app/(dashboard)/tokens/near.ts')).toEqual([]);
  });

  it.each(Object.keys(DOORS).filter((file) => !file.includes('open')))('report %s', (file) => {
    const rule = file.includes('doors')
      ? 'doors-know-the-port-alone'
      : 'nobody-behind-a-door-knows-it';
    expect(reports(file)).toEqual([`${file} ${rule} ${DOORS[file]}`]);
  });

  it('let a door know its port and itself, and the start of a verifier its doors', () => {
    for (const file of ['verifier/doors/http/open.ts', 'verifier/doors/http/open-too.ts'])
      expect(reports(file)).toEqual([]);
    expect(reports('verifier/verifier.ts')).toEqual([]);
  });

  it('let a test of the client ask a real verifier', () => {
    expect(reports('client/asks.test.ts')).toEqual([]);
  });

  it.each([
    ['client/asks.ts', 'verifier/testing/part.ts'],
    ['client/pries.test.ts', 'verifier/part.ts'],
    ['worker/asks.test.ts', 'verifier/testing/part.ts'],
  ])('report %s, which imports %s', (file, to) => {
    expect(reports(file)).toContain(`${file} not-in-allowed ${to}`);
  });

  it('report a package that the client would need at run time, and let types and tests have it', () => {
    const found = reports('client/peer.ts').join();
    expect(found).toBe('client/peer.ts no-package-in-the-client node_modules/peer/peer.js');
    expect([...reports('client/peer.test.ts'), ...reports('client/peer-type.ts')]).toEqual([]);
  });

  it('count the proxy of Next as a part of app', () => {
    expect(reports('proxy.ts')).toEqual([]);
  });

  it('report a configuration file that reaches into a room', () => {
    expect(reports('vitest.config.ts')).toEqual(['vitest.config.ts not-in-allowed db/part.ts']);
  });

  it('report a circle of imports', () => {
    expect(reports('domain/circle-a.ts').join()).toContain('no-circular');
  });

  it('report an import that leads nowhere', () => {
    expect(reports('domain/missing.ts').join()).toContain('no-unresolvable');
  });
});

describe('what components import as a value', () => {
  let found;
  beforeAll(() => {
    write(
      'domain/uses-db.ts',
      "import { part } from '@/db/part';\nexport const x = part;\nexport type X = 1;\n",
    );
    write('domain/uses-node.ts', "import { hash } from 'node:crypto';\nexport const x = hash;\n");
    write(
      'domain/far.ts',
      "import { x } from './uses-node';\nexport const far = x;\nexport type Far = 2;\n",
    );
    write('domain/pure.ts', "import type { X } from './uses-db';\nexport const pure: X = 1;\n");
    write('components/bad-db.ts', "import { x } from '@/domain/uses-db';\nexport const y = x;\n");
    write('components/bad-node.ts', "import { far } from '@/domain/far';\nexport const y = far;\n");
    write('components/good.ts', "import { pure } from '@/domain/pure';\nexport const y = pure;\n");
    write(
      'components/good-type.ts',
      "import type { Far } from '@/domain/far';\nexport type Y = Far;\n",
    );
    found = cruise('.dependency-cruiser.pure.mjs', ['components', 'domain', 'db']);
  });

  it.each([
    ['components/bad-db.ts', 'db/part.ts'],
    ['components/bad-node.ts', 'crypto'],
  ])('is reported for %s, which reaches %s through the domain', (file, reached) => {
    expect(found).toContain(`${file} components-reach-only-pure-files ${reached}`);
  });

  it.each(['components/good.ts', 'components/good-type.ts', 'components/type-domain.ts'])(
    'is not reported for %s, which takes a pure file or only a type',
    (file) => {
      expect(found.filter((violation) => violation.startsWith(`${file} `))).toEqual([]);
    },
  );
});
