import { testMailAction } from '@/app/actions/mail';
import { whyNot } from '@/app/server/rights';
import { askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { LatestMails } from '@/components/settings/latest-mails';
import { MailRecipients } from '@/components/settings/mail-recipients';
import { MailStanding } from '@/components/settings/mail-standing';
import { MailTest } from '@/components/settings/mail-test';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { Section } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { everything } from '@/domain/base/target';
import { getMail } from '@/domain/mail/get-mail';
import { testMail } from '@/domain/mail/test-mail';

export const metadata = { title: 'Mail' };

export default async function MailPage() {
  const actor = await requireActor();
  const found = await askIfAllowed(getMail, {});
  if (!found.ok) {
    return (
      <SettingsFrame current="mail">
        <RefusedState refusal={found} operation={getMail.operation} />
      </SettingsFrame>
    );
  }
  const mail = found.value;
  return (
    <SettingsFrame current="mail">
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Section title="Server">
          <MailStanding mail={mail} />
        </Section>
        <Section title="Test">
          <MailTest
            test={mail.test}
            refusal={whyNot(actor, testMail, everything('system'))}
            send={testMailAction}
          />
        </Section>
      </div>
      <Section
        title="Latest mails"
        description="With notices, of the last 30 days. All that a person has not read comes in one mail, and at most one in 15 minutes."
        flush
      >
        <LatestMails mails={mail.latest} isConfigured={mail.isConfigured === true} />
      </Section>
      <Section
        title="What is mailed to whom"
        description="The same is under Notices; what was read there is not mailed. Where a group has no lead, the administrators are told. No mail holds a secret."
        flush
      >
        <MailRecipients />
      </Section>
    </SettingsFrame>
  );
}
