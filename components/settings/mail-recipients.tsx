import { StaticTable } from '@/components/data-table/static-table';
import type { NoticeKind } from '@/domain/notices/kinds';

const OWNER = 'Its person; for a service account the leads of its group';

/** What is mailed, and to whom: every kind of notice there is. */
const MAILED: { [Kind in NoticeKind]: { what: string; whom: string } } = {
  'token.expires': { what: 'A token expires in 30 days, in 7, or in one', whom: OWNER },
  'token.idle': { what: 'A token was suspended because nobody uses it', whom: OWNER },
  'token.revoked': { what: 'A token was revoked by somebody else', whom: OWNER },
  'token.suspended': { what: 'A token was suspended by somebody else', whom: OWNER },
  'token.rotated': { what: 'A token was rotated by somebody or something else', whom: OWNER },
  'token.retired_used': { what: 'The old secret of a rotated token is still used', whom: OWNER },
  'token.leaked': {
    what: 'Its secret was reported as leaked',
    whom: `${OWNER}, and the administrators`,
  },
  anomaly: {
    what: 'A token, or a group’s tokens, are used out of the ordinary, as Settings → Policy says',
    whom: `${OWNER}, and the administrators`,
  },
  'token.awaits': {
    what: 'A service token waits for a second person’s approval',
    whom: 'Who can approve it: other leads of its group, else the administrators',
  },
  'trust_rule.awaits': {
    what: 'A trust rule waits for a second person’s approval',
    whom: 'Who can approve it: other leads of its group, else the administrators',
  },
  'rotation.failed': {
    what: 'A scheduled rotation failed for good',
    whom: 'The leads of its group',
  },
  'membership.privileged': {
    what: 'An identity provider gave somebody rights over Keyward',
    whom: 'The administrators',
  },
  'sign_in.break_glass': {
    what: 'Somebody signed in with a break-glass password',
    whom: 'The administrators',
  },
  'passkey.cloned': {
    what: 'Somebody has a copy of a passkey',
    whom: 'Its person, and the administrators',
  },
  'factors.cleared': {
    what: 'An administrator cleared somebody’s second factors',
    whom: 'The person, and the other administrators',
  },
  'request.access': {
    what: 'Somebody asks for access to a group',
    whom: 'The leads of the group; the administrators where it has none, or controls Keyward',
  },
  'request.change': {
    what: 'A change that gives rights over Keyward waits for a second administrator',
    whom: 'The other administrators',
  },
  'request.decided': { what: 'A request was decided, or ran out', whom: 'Who asked' },
  'review.opened': {
    what: 'A review of memberships is open',
    whom: 'The leads of its groups, and the administrators',
  },
  'review.due': {
    what: 'A review is over in 7 days, or in one, and memberships are undecided',
    whom: 'The leads of their groups, and the administrators',
  },
  'webhook.gave_up': {
    what: 'A webhook did not get a message; once a day for each webhook',
    whom: 'The administrators',
  },
  'webhook.disabled': {
    what: 'A webhook was disabled because its receiver is gone',
    whom: 'The administrators',
  },
};

const rows = Object.entries(MAILED).map(([kind, words]) => ({ kind, ...words }));

export function MailRecipients() {
  return (
    <StaticTable
      caption="What is mailed to whom"
      columns={[
        {
          id: 'what',
          header: 'What',
          cell: ({ what, whom }) => (
            <>
              <span className="whitespace-normal">{what}</span>
              <span className="block pb-1 font-normal whitespace-normal text-muted md:hidden">
                {whom}
              </span>
            </>
          ),
        },
        { id: 'whom', header: 'To whom', wideOnly: true, cell: ({ whom }) => whom },
      ]}
      rows={rows}
      getRowId={({ kind }) => kind}
    />
  );
}
