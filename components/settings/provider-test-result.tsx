import { formatDuration } from '@/components/format/format';
import { paths } from '@/components/paths';
import { DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';

export interface TestResult {
  readonly state: 'waiting' | 'expired' | 'failed' | 'done';
  readonly settledAt: string | null;
  readonly why: string | null;
  readonly note: string | null;
  readonly findings: Findings | null;
}

interface Findings {
  readonly claims: { readonly name: string; readonly value: string }[];
  readonly person: {
    readonly subject: string;
    readonly email: string | null;
    readonly name: string | null;
    readonly emailVerified: boolean | null;
    readonly fate: 'found' | 'made' | 'refused';
    readonly identity: { readonly id: string; readonly name: string } | null;
    readonly why: string | null;
  };
  readonly groups: { readonly state: keyof typeof GROUPS; readonly ids: string[] };
  readonly memberships: {
    readonly group: { readonly id: string; readonly slug: string; readonly name: string };
    readonly role: string | null;
    readonly endsAfterSeconds: number | null;
    readonly claimed: string[];
    readonly change: keyof typeof CHANGES;
  }[];
}

/** What is to be said of the groups claim; null where all is well. */
const GROUPS = {
  listed: null,
  unread: null,
  missing:
    'The groups claim is missing. A session opened now would be kept out of all that the provider’s groups give.',
  truncated:
    'The provider left groups out of the claim, as Entra ID does beyond 200. A session opened now would be kept out of all that the provider’s groups give.',
  malformed:
    'The groups claim is no list of ids. A session opened now would be kept out of all that the provider’s groups give.',
} as const;

const CHANGES = {
  joins: 'would join',
  changes: 'would be changed',
  stays: 'stays as it is',
  ends: 'would end, with its tokens',
  of_another_source: 'stays: another source gives it',
} as const;

/** What a test sign-in brought, and what a sign-in would do with it. */
export function ProviderTestResult({ result }: { result: TestResult }) {
  const { state, findings } = result;
  if (state === 'waiting') {
    return (
      <Notice tone="info" title="The test is not over">
        <p>Go on in the window of the provider, or begin again.</p>
      </Notice>
    );
  }
  if (state === 'expired') {
    return (
      <Notice tone="warn" title="The test ran out">
        <p>Nobody came back from the provider within ten minutes. Begin again.</p>
      </Notice>
    );
  }
  if (state === 'failed' || !findings) {
    return (
      <Notice tone="danger" title="The sign-in would fail" live>
        <p>{result.why}</p>
        {result.note && (
          <p className="break-words text-muted">The provider’s side: {result.note}</p>
        )}
      </Notice>
    );
  }
  return <Found findings={findings} settledAt={result.settledAt} />;
}

function Found({ findings, settledAt }: { findings: Findings; settledAt: string | null }) {
  const { person, groups, memberships, claims } = findings;
  const problem = GROUPS[groups.state];
  return (
    <div className="space-y-4">
      <Notice
        tone={person.fate === 'refused' ? 'danger' : problem ? 'warn' : 'ok'}
        title={person.fate === 'refused' ? 'They would stay out' : 'They would be let in'}
        live
      >
        {person.why && <p>{person.why}</p>}
        {problem && <p>{problem}</p>}
        <p className="text-muted">
          No session was opened, and nothing was changed.
          {settledAt && (
            <>
              {' '}
              Tested <RelativeTime date={settledAt} />
            </>
          )}
        </p>
      </Notice>
      <DescriptionList
        items={[
          { label: 'Person', value: <Person person={person} /> },
          { label: 'Subject', value: <Mono className="break-all">{person.subject}</Mono> },
          { label: 'Email', value: emailOf(person) },
          { label: 'Groups there', value: groupsOf(groups) },
          { label: 'Groups here', value: <Memberships memberships={memberships} /> },
        ]}
      />
      <details className="text-sm">
        <summary className="cursor-pointer font-medium">Claims received ({claims.length})</summary>
        <div className="pt-3">
          <DescriptionList
            items={claims.map(({ name, value }) => ({
              label: <Mono className="break-all">{name}</Mono>,
              value: <Mono className="break-all">{value}</Mono>,
            }))}
          />
        </div>
      </details>
    </div>
  );
}

function Person({ person: { fate, identity, name, email } }: { person: Findings['person'] }) {
  if (identity) {
    return (
      <>
        <TextLink href={paths.person(identity.id)}>{identity.name}</TextLink>, known by issuer and
        subject
      </>
    );
  }
  const called = name ?? email ?? 'somebody without a name';
  return fate === 'made' ? `${called} would be added` : `${called} would not be added`;
}

function emailOf({ email, emailVerified }: Findings['person']) {
  if (email === null) return 'none is told';
  const word = { true: 'verified', false: 'not verified', null: 'whether verified is not told' };
  return `${email} (${word[`${emailVerified}`]})`;
}

function groupsOf({ state, ids }: Findings['groups']) {
  if (state === 'unread') return 'not read: no claim is set';
  if (state !== 'listed') return `unknown: the claim is ${state}`;
  return ids.length === 0 ? 'none' : <Mono className="break-all">{ids.join(', ')}</Mono>;
}

function Memberships({ memberships }: { memberships: Findings['memberships'] }) {
  if (memberships.length === 0) return 'no mapping leads to one';
  return (
    <ul className="space-y-1">
      {memberships.map(({ group, role, endsAfterSeconds, claimed, change }) => (
        <li key={group.id}>
          <TextLink href={paths.group(group.slug)}>{group.name}</TextLink>
          {role && `, as ${role}`}
          {endsAfterSeconds && `, for ${formatDuration(endsAfterSeconds)}`}: {CHANGES[change]}
          {claimed.length > 0 && <span className="text-muted"> (by {claimed.join(', ')})</span>}
        </li>
      ))}
    </ul>
  );
}
