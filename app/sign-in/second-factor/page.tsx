import { redirect } from 'next/navigation';
import { leaveAction, proofWaysAction } from '@/app/actions/factors';
import { ENROLLING, PROVING } from '@/app/actions/proving';
import { factorDoor } from '@/app/server/session';
import { paths } from '@/components/paths';
import { BarePage } from '@/components/shell/bare-page';
import { returnPath } from '@/components/sign-in/return-path';
import { MustEnrol, SecondStep } from '@/components/sign-in/second-factor';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { isRefusal } from '@/domain/base/refusal';
import { findOwnSession } from '@/domain/factors/own-session';

export const metadata = { title: 'Second factor' };

type Parameters = Record<string, string | string[] | undefined>;

/** Between the password and the session: it proves a factor, or adds one where the policy asks for it. */
export default async function SecondFactorPage(props: { searchParams: Promise<Parameters> }) {
  const { callbackUrl } = await props.searchParams;
  const returnTo = returnPath(typeof callbackUrl === 'string' ? callbackUrl : undefined);
  const door = await factorDoor();
  const session = isRefusal(door) ? door : await findOwnSession(door.db, door.sessionId);
  const ways = await proofWaysAction();
  if (isRefusal(session) || ways.status !== 'done') {
    return redirect(paths.signIn({ callbackUrl: returnTo }));
  }
  if (session.owes === null) redirect(returnTo);
  const isEnrolment = session.owes === 'enrolment';
  return (
    <BarePage title={isEnrolment ? 'Add a second factor' : 'Second factor'}>
      {isEnrolment ? (
        <>
          <Notice tone="info" title="You must have a second factor here">
            Add a passkey or an authenticator app to go on.
          </Notice>
          <MustEnrol
            origin={ways.result.passkeyOrigin}
            actions={ENROLLING}
            proving={PROVING}
            returnTo={returnTo}
          />
        </>
      ) : (
        <SecondStep ways={ways.result} proving={PROVING} returnTo={returnTo} />
      )}
      <form action={leaveAction}>
        <Button type="submit" variant="ghost" size="small">
          Sign in as somebody else
        </Button>
      </form>
    </BarePage>
  );
}
