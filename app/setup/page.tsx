import { BarePage } from '@/components/shell/bare-page';
import { Setup } from '@/components/sign-in/setup';
import { claimSetupLinkAction, inspectSetupLinkAction } from './actions';

export const metadata = { title: 'Set up' };

export default function SetupPage() {
  return (
    <BarePage title="Set up your account">
      <Setup inspect={inspectSetupLinkAction} claim={claimSetupLinkAction} />
    </BarePage>
  );
}
