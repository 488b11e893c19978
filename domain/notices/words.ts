import type { JsonObject } from '@/db/schema/history';
import { writtenCount, writtenMinute } from '@/domain/base/written';
import { sayAnomaly } from './anomaly-words';
import { NOTICE_KINDS, type NoticeKind } from './kinds';

export interface Told {
  readonly kind: string;
  readonly about: {
    readonly type: string;
    readonly id: string;
    readonly name: string;
    /** Of the secret of a token within reach; see `withLast4`. */
    readonly last4?: string;
  };
  readonly facts: JsonObject;
}

/** A notice as it is read: one line, a sentence or two, and how much it matters. */
export interface Words {
  readonly title: string;
  readonly text: string;
  readonly tone: 'info' | 'warn' | 'danger';
  /** The page about it, under the dashboard's address. */
  readonly path: string;
}

type Facts<Kind extends NoticeKind> = ReturnType<(typeof NOTICE_KINDS)[Kind]['parse']>;
type Said = Omit<Words, 'path'>;

const membersIn = (count: number) => writtenCount(count, 'membership');
const inDays = (days: number) => (days === 1 ? 'a day' : writtenCount(days, 'day'));
const because = (reason: string | null) => (reason ? ` The reason given: ${reason}.` : '');

const SAID: { [Kind in NoticeKind]: (name: string, facts: Facts<Kind>) => Said } = {
  'token.expires': (name, { days, expiresAt, group }) => ({
    title: `Token ${name} expires in ${inDays(days)}`,
    text: `It acts in ${group} and works until ${writtenMinute(expiresAt)}. Rotate it before then, and nothing that uses it notices.`,
    tone: days <= 7 ? 'warn' : 'info',
  }),
  'token.idle': (name, { idleSince, group }) => ({
    title: `Token ${name} was suspended: nobody uses it`,
    text: `It was not used since ${writtenMinute(idleSince)}, longer than ${group} allows. Resume it if it is still needed, or revoke it.`,
    tone: 'warn',
  }),
  'token.revoked': (name, { by, reason, group }) => ({
    title: `Token ${name} was revoked`,
    text: `${by} revoked it; it acted in ${group} and opens nothing any more.${because(reason)}`,
    tone: 'danger',
  }),
  'token.suspended': (name, { by, reason, group }) => ({
    title: `Token ${name} was suspended`,
    text: `${by} suspended it; it acts in ${group} and opens nothing until it is resumed.${because(reason)}`,
    tone: 'warn',
  }),
  'token.rotated': (name, { by, group, worksUntil, owner }) => ({
    title: `${owner === null ? 'Your' : `${owner}’s`} token ${name} was rotated`,
    text: `${by} rotated it; it acts in ${group}. ${worksUntil ? `The old secret works until ${writtenMinute(worksUntil)}.` : 'The old secret has stopped working.'} If nobody was to do that, revoke it.`,
    tone: 'info',
  }),
  'token.retired_used': (name, { ip, usedAt, group, worksUntil }) => ({
    title: worksUntil
      ? `Token ${name} was rotated, and its old secret is still used`
      : `Token ${name} is still used after it was rotated out`,
    text: `Its old secret was ${worksUntil ? 'used' : 'denied'}${ip ? ` from ${ip}` : ''} on ${writtenMinute(usedAt)}, in ${group}. ${worksUntil ? `It works until ${writtenMinute(worksUntil)}: give whoever sends it the new one before then.` : 'Whoever sends it needs the new one; if nobody should, somebody holds a copy.'}`,
    tone: worksUntil ? 'warn' : 'danger',
  }),
  'token.leaked': (name, { source, url, group, stop }) => ({
    title: `Token ${name} has leaked, and was ${stop === 'revoke' ? 'revoked' : 'suspended'}`,
    text: `${source ?? 'Somebody'} reported its secret${url ? `, found at ${url}` : ''}. It acted in ${group}. ${stop === 'revoke' ? 'It opens nothing any more: give what used it another one.' : 'It opens nothing until it is resumed: find out who has it, and revoke it.'}`,
    tone: 'danger',
  }),
  anomaly: (name, { anomaly, group }) => ({
    ...sayAnomaly(name, anomaly, group),
    tone: anomaly.kind === 'denied_spike' ? 'warn' : 'danger',
  }),
  'token.awaits': (name, { by, group }) => ({
    title: `Service token ${name} waits for approval`,
    text: `${by} asked for it, in ${group}. It opens nothing until a second person approves it: look who asked, and what it would open.`,
    tone: 'warn',
  }),
  'trust_rule.awaits': (name, { by, group }) => ({
    title: `Trust rule ${name} waits for approval`,
    text: `${by} set its terms, in ${group}. It gives no token until a second person approves them: look whom it trusts, and with what.`,
    tone: 'warn',
  }),
  'rotation.failed': (name, { reason, group }) => ({
    title: `Token ${name} could not be rotated`,
    text: `It acts in ${group}. ${reason}`,
    tone: 'danger',
  }),
  'membership.privileged': (name, { group, by }) => ({
    title: `${name} now holds rights over Keyward`,
    text: `${by} says so: it made ${name} a member of ${group}, by a mapping of its groups.`,
    tone: 'warn',
  }),
  'sign_in.break_glass': (name, { ip, at }) => ({
    title: `${name} signed in with a break-glass password`,
    text: `That was on ${writtenMinute(at)}${ip ? `, from ${ip}` : ''}. Passwords are switched off for everybody else: make sure that it was meant to be.`,
    tone: 'danger',
  }),
  'passkey.cloned': (name, { person, ip, at }) => ({
    title: `Somebody has a copy of the passkey ${name} of ${person}`,
    text: `Its counter went back on ${writtenMinute(at)}${ip ? `, in a sign-in from ${ip}` : ''}. The sign-in was refused, and the passkey lets nobody in any more: remove it and add another.`,
    tone: 'danger',
  }),
  'factors.cleared': (name, { by, at }) => ({
    title: `The second factors of ${name} were cleared`,
    text: `${by} did that on ${writtenMinute(at)}: their passkeys, authenticator app and recovery codes are gone, and every session of theirs has ended. Make sure that ${name} asked for it.`,
    tone: 'warn',
  }),
  'request.access': (_name, { by, group, reason, endsAt }) => ({
    title: `${by} asks for ${endsAt ? 'longer ' : ''}access to ${group}`,
    text: `${endsAt ? `It ends ${writtenMinute(endsAt)}. ` : ''}The reason given: ${reason}. Nothing is given until somebody approves it.`,
    tone: 'info',
  }),
  'request.change': (name, { by }) => ({
    title: `A change of ${by} waits for a second administrator`,
    text: `${name}. It gives rights over Keyward itself, and nothing changes until you or another administrator approve it.`,
    tone: 'warn',
  }),
  'request.decided': (name, { state, by, reason, until }) => ({
    title: `${name}: ${DECIDED[state]}`,
    text: `${state === 'expired' ? 'Nobody decided in time: ask again if it is still needed.' : `${by} decided.`}${until ? ` It lasts until ${writtenMinute(until)}.` : ''}${because(reason)}`,
    tone: state === 'approved' ? 'info' : 'warn',
  }),
  'review.opened': (name, { members, dueAt }) => ({
    title: `Review ${name} waits for you`,
    text: `Say of ${membersIn(members)} whether they stay, by ${writtenMinute(dueAt)}. Each is shown with what was used of it.`,
    tone: 'info',
  }),
  'review.due': (name, { members, dueAt, days }) => ({
    title: `Review ${name} is over in ${inDays(days)}`,
    text: `Nobody has decided ${membersIn(members)} yet. After ${writtenMinute(dueAt)} the rule of the review decides.`,
    tone: 'warn',
  }),
  'webhook.gave_up': (name, { topic, attempts, error }) => ({
    title: `Webhook ${name} did not get a message`,
    text: `${topic} was sent ${writtenCount(attempts, 'time')} and is given up; the last try ended with “${error}” Others may have met the same; replay them once the receiver answers.`,
    tone: 'warn',
  }),
  'webhook.disabled': (name, { reason }) => ({
    title: `Webhook ${name} was disabled`,
    text: `${reason} Nothing is sent to it until it is enabled again.`,
    tone: 'warn',
  }),
};

const DECIDED = {
  approved: 'approved',
  denied: 'denied',
  withdrawn: 'withdrawn',
  expired: 'run out',
} as const;

const PATHS: Readonly<Record<string, string>> = {
  token: '/tokens/',
  group: '/groups/',
  webhook: '/settings/webhooks/',
  identity: '/people/',
  request: '/requests/',
  trustRule: '/settings/workloads/',
  review: '/reviews/',
};

const isKind = (kind: string): kind is NoticeKind => Object.hasOwn(NOTICE_KINDS, kind);

/** Puts a notice into words; one of another version's kind is still told, by its name. */
export function wordsOf({ kind, about, facts }: Told): Words {
  const place = PATHS[about.type];
  const path = place === undefined ? '/notices' : place + encodeURIComponent(about.id);
  const known = isKind(kind) ? NOTICE_KINDS[kind].safeParse(facts) : undefined;
  if (!isKind(kind) || !known?.success) {
    return { title: `${about.name}: ${kind}`, text: '', tone: 'info', path };
  }
  const say = SAID[kind] as (name: string, of: unknown) => Said;
  const name = about.last4 === undefined ? about.name : `${about.name} ••${about.last4}`;
  return { ...say(name, known.data), path };
}
