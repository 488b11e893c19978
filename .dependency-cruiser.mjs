import { floorRules, PAGES_RULE } from './scripts/lib/floors.mjs';

// Import boundaries, deny by default: an edge between rooms that `allowed` does not name is an error.
// scripts/boundaries.test.mjs proves for every pair of rooms that this file does what it says.
const ROOMS = [
  ...['app', 'bench', 'cli', 'client', 'components', 'db', 'domain', 'e2e', 'journal'],
  ...['scripts', 'verifier', 'worker'],
];

/** Next finds these beside the rooms; they belong to the dashboard. */
const APP_ROOT_FILES = '^(proxy|instrumentation)\\.ts$';

/** Which other rooms a room may import. Components may use the domain's types here; its values below. */
const MAY_IMPORT = {
  app: ['components', 'domain', 'journal'],
  components: ['domain'],
  domain: ['db'],
  journal: ['domain', 'db'],
  verifier: ['journal', 'domain', 'db'],
  worker: ['domain', 'db'],
  cli: ['domain', 'db'],
  bench: ['domain', 'db', 'journal'],
};

/** Packages that only the dashboard's browser and server rendering need. */
const REACT_PACKAGES =
  '(^|/)node_modules/(react|react-dom|next|next-auth|@base-ui|@tanstack|nuqs|lucide-react)/';

const roomEdges = Object.entries(MAY_IMPORT).map(([from, rooms]) => ({
  from: { path: `^${from}/` },
  to: { path: rooms.map((room) => `^${room}/`) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  allowedSeverity: 'error',
  allowed: [
    { from: { path: `^(${ROOMS.join('|')})/` }, to: { path: '^$1/' } },
    { from: { path: APP_ROOT_FILES }, to: { path: ['^app/', '^components/', '^domain/'] } },
    ...roomEdges,
    // The command line is a door as well: it is tried against the control API that it asks.
    { from: { path: '^app/doors/cli-matrix\\.test\\.ts$' }, to: { path: '^cli/(remote|export)/' } },
    // The client imports nothing of ours, but its tests ask a real verifier.
    { from: { path: '^client/[^/]+\\.test\\.ts$' }, to: { path: '^verifier/testing/' } },
    // Tests that start a server by its port choose it as the embedded Postgres' is chosen.
    {
      from: { path: '^(client/[^/]+\\.test\\.ts|e2e/support/(product|reverse-proxy)\\.ts)$' },
      to: { path: '^db/embedded/free-port\\.ts$' },
    },
    // What takes ninety days is put into the database of the product that browser tests run on.
    {
      from: { path: '^e2e/support/ageing\\.ts$' },
      to: { path: '^db/embedded/connection\\.ts$' },
    },
    // An identity provider as it comes, which browser tests sign in at.
    {
      from: { path: '^e2e/single-sign-on\\.spec\\.ts$' },
      to: { path: '^domain/testing/sso/open-provider\\.ts$' },
    },
    // Which pages are looked at, compared with those there are.
    {
      from: { path: '^scripts/visited-pages\\.test\\.mjs$' },
      to: { path: '^(e2e/support/routes\\.ts|next\\.config\\.js)$' },
    },
    // Which changes are made by keys alone, compared with those there are.
    {
      from: { path: '^scripts/keyboard-journeys\\.test\\.mjs$' },
      to: {
        path: [
          '^e2e/(keys/journeys|support/not-by-keys)\\.ts$',
          '^domain/registry/operations\\.ts$',
        ],
      },
    },
    // A receiver of webhooks, which browser tests have messages sent to.
    {
      from: { path: '^e2e/webhooks\\.spec\\.ts$' },
      to: { path: '^domain/testing/receiver\\.ts$' },
    },
    // A collector of OpenTelemetry, which the product is started with.
    {
      from: { path: '^e2e/telemetry\\.spec\\.ts$' },
      to: { path: '^domain/testing/telemetry-collector\\.ts$' },
    },
    // A place that gets the logs, for browser tests of sinks.
    {
      from: { path: '^e2e/sinks\\.spec\\.ts$' },
      to: { path: '^domain/testing/log-collector\\.ts$' },
    },
    // Files outside every room: configuration, which names rooms by path and imports none.
    { from: { pathNot: `^(${ROOMS.join('|')})/` }, to: { path: '^[^/]+$' } },
    { from: { path: '^(playwright|vitest)\\.config\\.ts$' }, to: { path: '^scripts/lib/' } },
    { from: {}, to: { dependencyTypes: ['core'] } },
    { from: {}, to: { path: '(^|/)node_modules/' } },
  ],
  forbidden: [
    ...floorRules(),
    PAGES_RULE,
    {
      name: 'doors-know-the-port-alone',
      comment:
        'A door of the verifier asks through verifier/decision/port.ts and knows no other door.',
      severity: 'error',
      from: { path: '^verifier/doors/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^verifier/',
        pathNot: ['^verifier/doors/$1/', '^verifier/decision/port\\.ts$'],
      },
    },
    {
      name: 'nobody-behind-a-door-knows-it',
      comment: 'Only the start of a verifier opens doors.',
      severity: 'error',
      from: { pathNot: ['^verifier/(verifier\\.ts$|doors/)', '\\.test\\.ts$'] },
      to: { path: '^verifier/doors/' },
    },
    {
      name: 'no-circular',
      comment:
        'A circle of imports has no first file to read. Type-only circles cost nothing at run time.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'nobody-imports-app',
      severity: 'error',
      from: { pathNot: ['^app/', APP_ROOT_FILES] },
      to: { path: '^app/' },
    },
    {
      name: 'no-react-in-the-rules',
      comment: 'The rules, the stores and the processes know no React and no Next.',
      severity: 'error',
      from: { path: '^(bench|cli|client|db|domain|journal|verifier|worker)/' },
      to: { path: REACT_PACKAGES },
    },
    {
      name: 'no-package-in-the-client',
      comment:
        'It is published without dependencies; the types of a peer cost nothing at run time.',
      severity: 'error',
      from: { path: '^client/', pathNot: '\\.test\\.ts$' },
      to: { path: '(^|/)node_modules/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'fastify-only-in-the-verifier',
      comment: 'The client has an adapter for it, which its tests try on the real thing.',
      severity: 'error',
      from: { pathNot: '^(verifier|client)/' },
      to: { path: '(^|/)node_modules/fastify/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.next|dist)/|^bench/peers/|\\.css$|^next-env\\.d\\.ts$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
