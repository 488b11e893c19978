/**
 * The floors of the rooms that have some, lowest first: a folder imports only folders below its own
 * floor, types included. `.` stands for the files that lie in no folder. Tests may look anywhere.
 */
export const FLOORS = {
  domain: [
    ['base', 'credentials', 'environment', 'outbound', 'policy', 'routing', 'telemetry'],
    ['decision', 'history', 'issuers', 'jobs', 'ledger', 'notices', 'openapi', 'targets'],
    ['actors', 'authority', 'feed', 'upkeep'],
    ['commands'],
    [
      'anomalies',
      'apis',
      'audit',
      'decisions',
      'destinations',
      'inbox',
      'mail',
      'tokens',
      'verifiers',
      'views',
      'webhooks',
    ],
    ['access', 'timeline'],
    [
      ...['groups', 'identities', 'organisation', 'overview', 'rotations', 'scopes', 'sessions'],
      ...['factors', 'incidents', 'leaks', 'seals', 'setup'],
    ],
    ['effects', 'retention', 'reviews', 'scim', 'sinks', 'sso', 'workloads'],
    ['configuration', 'requests'],
    ['registry'],
    ['demo', 'testing'],
  ],
  components: [
    ['.'],
    ['format', 'operations', 'preferences', 'secret-paste'],
    ['ui'],
    ['asking'],
    ['data-table', 'factors', 'revocation', 'shell'],
    ['access', 'policy'],
    [
      ...['apis', 'audit', 'groups', 'notices', 'people', 'scopes', 'settings'],
      ...['requests', 'reviews', 'sign-in', 'tokens'],
    ],
    ['anomalies', 'respond', 'webhooks', 'workloads'],
    ['frame', 'overview'],
    ['testing'],
  ],
  app: [
    ['server'],
    ['actions', 'control-api', 'stopping'],
    ['token-lists'],
    ['(dashboard)', 'api', 'doors', 'healthz', 'readyz', 'scim', 'setup', 'sign-in'],
    ['.'],
  ],
};

const TEST = '\\.test\\.tsx?$';
const pathOf = (room, folder) =>
  folder === '.' ? `^${room}/[^/]+$` : `^${room}/${folder.replace(/[()]/g, '\\$&')}/`;

/** Rules of dependency-cruiser: no folder imports one of its floor or above, or stands on none. */
export function floorRules() {
  return Object.entries(FLOORS).flatMap(([room, floors]) => {
    const rule = (from, to) => ({
      name: `floors-of-${room}`,
      comment: 'A folder has its floor and imports only lower ones (scripts/lib/floors.mjs).',
      severity: 'error',
      from,
      to,
    });
    const upward = floors.flatMap((floor, at) =>
      floor.map((folder) => {
        const allowed = [folder, ...floors.slice(0, at).flat()].map((name) => pathOf(room, name));
        const from = { path: pathOf(room, folder), pathNot: TEST };
        return rule(from, { path: `^${room}/`, pathNot: allowed });
      }),
    );
    const known = floors.flat().map((folder) => pathOf(room, folder));
    return [...upward, rule({ path: `^${room}/[^/]+/`, pathNot: [...known, TEST] }, {})];
  });
}

/** Pages of one section know nothing of another's: what two share has a folder below them. */
export const PAGES_RULE = {
  name: 'pages-keep-to-themselves',
  comment:
    'Move what two sections share to app/server, app/actions, app/stopping or app/token-lists.',
  severity: 'error',
  from: { path: '^app/\\(dashboard\\)/([^/]+)/' },
  to: { path: '^app/\\(dashboard\\)/[^/]+/', pathNot: '^app/\\(dashboard\\)/$1/' },
};
