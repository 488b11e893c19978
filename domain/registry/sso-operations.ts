import type { AnyCommand, AnyQuery } from '@/domain/commands/define';
import { admitPerson } from '@/domain/sso/admit-person';
import { adoptProvider } from '@/domain/sso/adopt-environment';
import { beginLink } from '@/domain/sso/begin-link';
import { createProvider } from '@/domain/sso/create-provider';
import { deleteProvider } from '@/domain/sso/delete-provider';
import { endByProvider } from '@/domain/sso/end-by-provider';
import { getTest } from '@/domain/sso/get-test';
import { linkAccount } from '@/domain/sso/link-account';
import { listAccounts, unlinkAccount } from '@/domain/sso/linked-accounts';
import { getProvider, listProviders } from '@/domain/sso/list-providers';
import { openSession } from '@/domain/sso/open-session';
import { previewMappings } from '@/domain/sso/preview-mappings';
import { previewSignIn } from '@/domain/sso/preview-sign-in';
import { beginProof, proveAtProvider } from '@/domain/sso/prove-at-provider';
import { setMappings } from '@/domain/sso/set-mappings';
import { settleTest } from '@/domain/sso/settle-test';
import { getSignIn, setSignIn } from '@/domain/sso/sign-in-policy';
import { signOn } from '@/domain/sso/sign-on';
import { syncMembership } from '@/domain/sso/sync-membership';
import { testProvider } from '@/domain/sso/test-provider';
import { updateProvider } from '@/domain/sso/update-provider';

/** Single sign-on: providers, and what is done on their word. */
export const SSO_COMMANDS: readonly AnyCommand[] = [
  adoptProvider,
  admitPerson,
  beginLink,
  beginProof,
  createProvider,
  deleteProvider,
  endByProvider,
  linkAccount,
  openSession,
  proveAtProvider,
  setMappings,
  setSignIn,
  settleTest,
  signOn,
  syncMembership,
  testProvider,
  unlinkAccount,
  updateProvider,
];

export const SSO_QUERIES: readonly AnyQuery[] = [
  getProvider,
  getSignIn,
  getTest,
  listAccounts,
  listProviders,
  previewMappings,
  previewSignIn,
];
