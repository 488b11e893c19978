import type { AnyCommand } from '@/domain/commands/define';
import { admitPerson } from '@/domain/sso/admit-person';
import { adoptProvider } from '@/domain/sso/adopt-environment';
import { openSession } from '@/domain/sso/open-session';
import { signOn } from '@/domain/sso/sign-on';
import { syncMembership } from '@/domain/sso/sync-membership';

/** Single sign-on: providers, and what is done on their word. */
export const SSO_COMMANDS: readonly AnyCommand[] = [
  adoptProvider,
  admitPerson,
  openSession,
  signOn,
  syncMembership,
];
