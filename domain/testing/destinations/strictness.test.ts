import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { CREDENTIAL } from './credentials';
import { GITHUB_SECRETS } from './github-facts';
import * as kubernetes from './kubernetes-facts';
import type { StandIn } from './stand-in';
import { STAND_INS } from './stand-ins';

let server: StandIn | undefined;
afterEach(() => server?.close());

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}
const JSON_TYPE = { 'content-type': 'application/json' };

async function ask({ method, path, headers, body }: Asked): Promise<number> {
  const { status } = await fetch(`${server?.origin}${path}`, {
    ...{ method, headers, redirect: 'manual' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return status;
}

const K8S = '/api/v1/namespaces/deploys/secrets';
const bearer = { authorization: `Bearer ${CREDENTIAL}` };
const secret = (more: object = {}) => ({
  ...{ apiVersion: 'v1', kind: 'Secret', type: 'Opaque', data: { token: 'eHg=' } },
  ...{ metadata: { name: 'keyward', namespace: 'deploys' }, ...more },
});
const made = (more: object = {}, path = K8S, type = JSON_TYPE): Asked => ({
  ...{ method: 'POST', path, headers: { ...bearer, ...type }, body: secret(more) },
});
const patched = (type: string, body: object): Asked => ({
  ...{ method: 'PATCH', path: `${K8S}/keyward`, body },
  headers: { ...bearer, 'content-type': type },
});
const GITLAB = '/api/v4/projects/42/variables';
const variable = (
  more: object,
  method = 'POST',
  path = GITLAB,
  type: object = JSON_TYPE,
): Asked => ({
  ...{ method, path, headers: { 'private-token': CREDENTIAL, ...type } as Record<string, string> },
  body: { key: 'TOKEN', value: 'kws_long_enough', ...more },
});
const vaulted = { 'x-vault-token': CREDENTIAL, 'x-vault-request': 'true', ...JSON_TYPE };
const version = (body: object, more: Partial<Asked> = {}): Asked => ({
  ...{ method: 'POST', path: '/v1/secret/data/a/b', headers: vaulted, body, ...more },
});
const merge = { ...vaulted, 'content-type': 'application/merge-patch+json' };

describe.each([
  [
    'kubernetes',
    [
      ['a Secret', made(), 201],
      ['no bearer', { ...made(), headers: JSON_TYPE }, 401],
      ['an unknown field', made({ expires: 'never' }), 400],
      ['an unknown field of metadata', made({ metadata: { name: 'a', owner: 'b' } }), 400],
      ['a value that is no base64', made({ data: { token: 'kws_plain' } }), 400],
      ['base64 without its padding', made({ data: { token: 'eHg' } }), 400],
      ['a key with a slash', made({ data: { 'a/b': 'eHg=' } }), 400],
      ['a name with capitals', made({ metadata: { name: 'Keyward' } }), 400],
      ['another kind', made({ kind: 'ConfigMap' }), 400],
      ['the namespace of another', made({ metadata: { name: 'a', namespace: 'b' } }), 400],
      ['an unknown parameter', made({}, `${K8S}?force=true`), 400],
      ['an unknown dry run', made({}, `${K8S}?dryRun=yes`), 400],
      ['a namespace that is none', made({}, K8S.replace('deploys', 'none')), 404],
      ['a form', made({}, K8S, { 'content-type': 'application/x-www-form-urlencoded' }), 415],
      ['a patch as plain JSON', patched('application/json', { data: {} }), 415],
      ['a patch of nothing', patched('application/merge-patch+json', { data: {} }), 404],
      ['what no document has', { ...made(), method: 'PUT' }, 404],
    ],
  ],
  [
    'gitlab',
    [
      ['a variable', variable({ masked: true, raw: true, environment_scope: 'live/*' }), 201],
      ['no token', { ...variable({}), headers: JSON_TYPE }, 401],
      ['an unknown field', variable({ visibility: 'masked' }), 400],
      ['text for a truth', variable({ masked: 'true' }), 400],
      ['no value', variable({ value: undefined }), 400],
      ['a key with a hyphen', variable({ key: 'MY-TOKEN' }), 400],
      ['a masked value of seven', variable({ masked: true, raw: true, value: '1234567' }), 400],
      [
        'a masked value with a space',
        variable({ masked: true, raw: true, value: 'a b c d e' }),
        400,
      ],
      ['a masked, expanded value with $', variable({ masked: true, value: '$tokens$' }), 400],
      ['environments with a comma', variable({ environment_scope: 'a,b' }), 400],
      ['a change of the name', variable({}, 'PUT', `${GITLAB}/TOKEN`), 400],
      ['an unknown parameter', variable({}, 'POST', `${GITLAB}?scope=live`), 400],
      ['another project', variable({}, 'POST', GITLAB.replace('42', '43')), 404],
      ['what is no JSON', variable({}, 'POST', GITLAB, { 'content-type': 'text/plain' }), 415],
      ['another method', variable({}, 'PATCH'), 405],
    ],
  ],
  [
    'vault',
    [
      ['a first version', version({ options: { cas: 0 }, data: { token: 'a' } }), 200],
      ['no token', version({ data: {} }, { headers: JSON_TYPE }), 403],
      [
        'no request header',
        version({ data: {} }, { headers: { 'x-vault-token': CREDENTIAL } }),
        412,
      ],
      ['no check-and-set', version({ data: { token: 'a' } }), 400],
      ['another version', version({ options: { cas: 7 }, data: {} }), 400],
      ['no data', version({ options: { cas: 0 } }), 400],
      ['an unknown option', version({ options: { cas: 0, force: true }, data: {} }), 400],
      ['a version in words', version({ options: { cas: '0' }, data: {} }), 400],
      ['a patch as plain JSON', version({ data: {} }, { method: 'PATCH' }), 415],
      ['a patch of nothing', version({ data: {} }, { method: 'PATCH', headers: merge }), 404],
      ['another mount', version({ data: {} }, { path: '/v1/kv/data/a' }), 404],
      ['no data path', version({ data: {} }, { path: '/v1/secret/a' }), 404],
      [
        'a namespace',
        version({ data: {} }, { headers: { ...vaulted, 'x-vault-namespace': 'a' } }),
        404,
      ],
    ],
  ],
  [
    'webhook',
    [
      ['no signature', { method: 'POST', path: '/hook', headers: JSON_TYPE, body: {} }, 401],
      ['another method', { method: 'PUT', path: '/hook', headers: JSON_TYPE, body: {} }, 405],
      ['a form', { method: 'POST', path: '/hook', headers: {}, body: {} }, 415],
    ],
  ],
] as const)('the stand-in of the kind %s', (kind, cases) => {
  it.for(cases as readonly (readonly [string, Asked, number])[])(
    'answers %s as its vendor does',
    async ([, asked, status]) => {
      server = await STAND_INS[kind].start();
      expect(await ask(asked)).toBe(status);
      expect(server.stored.size).toBe(status < 300 ? 1 : 0);
    },
  );
});

/**
 * The vendors' documents are large and not ours to ship: whoever changes what we say of them names the
 * directory they lie in, `VENDOR_DOCUMENTS=dir npx vitest run strictness`.
 */
// biome-ignore lint/style/noProcessEnv: said by whoever runs this one test
const { VENDOR_DOCUMENTS } = process.env;
const documentOf = (name: string) =>
  JSON.parse(gunzipSync(readFileSync(join(VENDOR_DOCUMENTS ?? '', name))).toString());

if (VENDOR_DOCUMENTS) {
  describe('what we say of the vendors', () => {
    it('is what the document of Kubernetes says', () => {
      const { paths, definitions } = documentOf('kubernetes.json.gz');
      const fieldsOf = (name: string) => Object.keys(definitions[name].properties).sort();
      const own = (shape: object) => Object.keys(shape).sort();
      expect(own(kubernetes.secretPatch.shape)).toEqual(fieldsOf('io.k8s.api.core.v1.Secret'));
      const metadata = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
      expect(own(kubernetes.metadataObject.shape)).toEqual(fieldsOf(metadata));
      expect(paths[kubernetes.SECRETS_PATH].post).toBeDefined();
      const { get, patch } = paths[kubernetes.SECRET_PATH];
      expect(get).toBeDefined();
      expect([...patch.consumes].sort()).toEqual([...kubernetes.PATCH_TYPES].sort());
    });

    it('is what the document of GitHub says', () => {
      const { paths } = documentOf('github-rest.json.gz');
      const seen = new Set<unknown>();
      // biome-ignore lint/suspicious/noExplicitAny: as published
      for (const [path, { put }] of Object.entries<any>(paths)) {
        const place = put && GITHUB_SECRETS.find((one) => one.path.test(path));
        if (!place) continue;
        const { schema } = put.requestBody.content['application/json'];
        expect(Object.keys(schema.properties).sort()).toEqual([...place.fields].sort());
        seen.add(place);
      }
      expect(seen.size).toBe(GITHUB_SECRETS.length);
    });
  });
}
