import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseEnvironment } from './env';
import { type VariableName, variables } from './variables';

const ROOT = new URL('../..', import.meta.url).pathname;
const PROGRAMS = ['app', 'cli', 'domain', 'journal', 'verifier', 'worker'];
const OWN_FOLDER = 'domain/environment/';

/** The source of every program, without tests and without the folder that parses. */
const sources = PROGRAMS.flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .map((file) => `${room}/${file}`)
    .filter(
      (file) =>
        /\.tsx?$/.test(file) &&
        !/\.test\.tsx?$|\/testing\//.test(file) &&
        !file.startsWith(OWN_FOLDER),
    )
    .map((file) => readFileSync(join(ROOT, file), 'utf8')),
);

/** A value other than the default, where the example is words or the default itself. */
const VALUES: Partial<Record<VariableName, string>> = {
  KEYWARD_DATA_DIR: '/srv/keyward',
  KEYWARD_TOKEN: `kwp_${'0'.repeat(36)}`,
  DASHBOARD_PORT: '4000',
  VERIFIER_PORT: '4001',
  JOURNAL_MAX_BYTES: '2097152',
  OUTAGE_GRACE_SECONDS: '5',
  NEXTAUTH_SECRET: 'x'.repeat(32),
  LOG_LEVEL: 'debug',
};

const PROVIDER = { OIDC_ISSUER: 'https://login.example.com', OIDC_CLIENT_ID: 'keyward' };
/** What must be set beside it. */
const BESIDE: Partial<Record<VariableName, Record<string, string>>> = {
  OIDC_ISSUER: { OIDC_CLIENT_ID: 'keyward' },
  OIDC_CLIENT_ID: { OIDC_ISSUER: PROVIDER.OIDC_ISSUER },
  OIDC_CLIENT_SECRET: PROVIDER,
  OIDC_GROUPS_CLAIM: PROVIDER,
  OTEL_EXPORTER_OTLP_PROTOCOL: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' },
};
const ALONE = new Set<VariableName>([
  ...(['OIDC_CLIENT_SECRET', 'OIDC_GROUPS_CLAIM', 'OTEL_EXPORTER_OTLP_PROTOCOL'] as const),
]);

const shown = (value: unknown) => JSON.stringify(value) ?? 'undefined';

it.each(Object.keys(variables) as VariableName[])(
  '%s changes a setting that a program reads',
  (name) => {
    const beside = BESIDE[name] ?? {};
    const unset = parseEnvironment(ALONE.has(name) ? beside : {});
    const set = parseEnvironment({ ...beside, [name]: VALUES[name] ?? variables[name].example });
    const changed = Object.keys(set).filter(
      (key) => shown(set[key as keyof typeof set]) !== shown(unset[key as keyof typeof set]),
    );
    expect(changed, `${name} changes no setting`).not.toEqual([]);
    const read = changed.filter((key) =>
      sources.some(
        // Read from the whole, or taken out of it.
        (source) =>
          /\b(environment|Environment|settings)\b/.test(source) &&
          new RegExp(
            String.raw`[.]${key}\b|\b${key}\b[^;]*\} = \w*(environment|settings)`,
            'i',
          ).test(source),
      ),
    );
    expect(read, `nothing reads ${changed.join(' or ')}`).not.toEqual([]);
  },
);
