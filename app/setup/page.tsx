import { BarePage } from '@/components/shell/bare-page';
import { AddressNotice } from '@/components/sign-in/address-notice';
import { Setup } from '@/components/sign-in/setup';
import { environment } from '@/domain/environment/env';
import { claimSetupLinkAction, inspectSetupLinkAction } from './actions';

export const metadata = { title: 'Set up' };

export default function SetupPage() {
  return (
    <BarePage title="Set up your account">
      <AddressNotice address={environment().keywardUrl} />
      <Setup inspect={inspectSetupLinkAction} claim={claimSetupLinkAction} />
    </BarePage>
  );
}
