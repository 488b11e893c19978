import { paths } from '@/components/paths';
import { Badge } from '@/components/ui/badge';
import { ButtonLink, TextLink } from '@/components/ui/link';
import { LastFour, Mono } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { EmptyState } from '@/components/ui/states';
import type { AttemptView } from '@/domain/workloads/list-attempts';

const SUBJECTS = ['repository', 'project_path', 'sub'] as const;

function subjectOf({ claims }: AttemptView): string | null {
  const told = SUBJECTS.map((name) => claims?.[name]).find((value) => typeof value === 'string');
  return (told as string | undefined) ?? null;
}

/** Attempts to exchange a JWT, newest first, each with the claims that failed. */
export function AttemptsList(props: { attempts: AttemptView[]; mayCreate: boolean }) {
  if (props.attempts.length === 0) {
    return (
      <EmptyState title="Nobody has tried to exchange a JWT">
        The pipeline sends its JWT to <code>/api/v1/token-exchange</code>. Even before there is a
        rule for it, its attempt appears here, to make a rule from.
      </EmptyState>
    );
  }
  return (
    <ul className="divide-y divide-line">
      {props.attempts.map((attempt) => (
        <Attempt key={attempt.id} attempt={attempt} mayCreate={props.mayCreate} />
      ))}
    </ul>
  );
}

function Attempt({ attempt, mayCreate }: { attempt: AttemptView; mayCreate: boolean }) {
  const { id, at, outcome, message, mismatches, note, rule, asked, claims, token } = attempt;
  const subject = subjectOf(attempt);
  const offersRule = outcome === 'denied' && claims !== null && mayCreate;
  return (
    <li className="flex flex-col gap-2 px-4 py-3 text-sm md:flex-row md:items-start md:justify-between">
      <div className="min-w-0 space-y-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Badge tone={outcome === 'minted' ? 'ok' : 'danger'}>
            {outcome === 'minted' ? 'Token given' : 'Refused'}
          </Badge>
          {subject && <Mono className="font-medium break-all">{subject}</Mono>}
          {claims !== null && !attempt.isSigned && <Badge tone="warn">signature not checked</Badge>}
          <RelativeTime date={at} className="text-muted" />
        </div>
        <p>
          {message} {note}
          <span className="text-muted">
            {rule ? (
              <>
                {' '}
                By{' '}
                <TextLink quiet href={paths.trustRule(rule.id)}>
                  {rule.name}
                </TextLink>
                .
              </>
            ) : (
              asked !== null && ` It asked by “${asked}”.`
            )}
            {attempt.ip !== null && ` From ${attempt.ip}.`}
            {token && (
              <>
                {' '}
                <TextLink quiet href={paths.token(token.id)}>
                  {token.name}
                </TextLink>{' '}
                <LastFour last4={token.last4} />
              </>
            )}
          </span>
        </p>
        {mismatches.map(({ claim, expected, got }) => (
          <dl
            key={claim}
            className="grid grid-cols-[5.5rem_1fr] gap-x-3 rounded-md border border-line bg-sunken px-3 py-1.5"
          >
            <dt className="text-muted">Claim</dt>
            <Told text={claim} />
            <dt className="text-muted">Expected</dt>
            <Told text={expected} />
            <dt className="text-muted">Got</dt>
            <Told text={got} />
          </dl>
        ))}
      </div>
      {offersRule && (
        <ButtonLink size="small" href={paths.trustRuleNew({ attempt: id })}>
          Make a rule from this
        </ButtonLink>
      )}
    </li>
  );
}

const Told = ({ text }: { text: string | null }) => (
  <dd className="min-w-0">
    {text === null ? (
      <span className="text-muted">nothing</span>
    ) : (
      <Mono className="break-all">{text}</Mono>
    )}
  </dd>
);
