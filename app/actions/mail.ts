'use server';

import { type ActionOutcome, toFormState } from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import { testMail } from '@/domain/mail/test-mail';

/** @returns the address that a test is sent to */
export async function testMailAction(): Promise<ActionOutcome<string>> {
  return toFormState(await act(testMail, {}), ({ to }) => to);
}
