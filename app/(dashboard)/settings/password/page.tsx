import { changePasswordAction } from '@/app/actions/settings';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { ChangePassword } from '@/components/settings/change-password';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { Section } from '@/components/ui/section';
import { getIdentity } from '@/domain/identities/get-identity';

export const metadata = { title: 'Password' };

export default async function PasswordPage() {
  const actor = await requireActor();
  const self = await ask(getIdentity, { identity: actor.id });
  if (!self.ok) throw new Error(`your own account cannot be read: ${self.message}`);
  return (
    <SettingsFrame current="password">
      <Section
        title="Your password"
        description="Changing it ends every other session of yours, and one-time links made for you."
      >
        <ChangePassword email={self.value.email ?? ''} change={changePasswordAction} />
      </Section>
    </SettingsFrame>
  );
}
