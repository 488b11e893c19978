import { Notice } from '@/components/ui/notice';

/** Why somebody who came by single sign-on lacks what its groups gave them before. */
export function KeptOutNotice({ provider }: { provider: string }) {
  return (
    <Notice
      tone="warn"
      title={`${provider} did not say which groups you are in`}
      className="m-3 mb-0 md:mx-6"
    >
      <p>
        The claim was missing, or was not all of it. So this session leaves out what those groups
        give you. Sign out and sign in again; where that doesn’t help, whoever looks after the
        provider can assign fewer groups to the application.
      </p>
    </Notice>
  );
}
