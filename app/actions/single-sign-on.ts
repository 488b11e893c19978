'use server';

import {
  type ActionOutcome,
  isOn,
  optionalTextOf,
  textOf,
  toDone,
  toFormState,
} from '@/app/server/form-outcome';
import { act, ask } from '@/app/server/run';
import { paths } from '@/components/paths';
import type { FormState } from '@/components/ui/form-state';
import { beginLink } from '@/domain/sso/begin-link';
import { createProvider } from '@/domain/sso/create-provider';
import { deleteProvider } from '@/domain/sso/delete-provider';
import { unlinkAccount } from '@/domain/sso/linked-accounts';
import { previewMappings } from '@/domain/sso/preview-mappings';
import { previewSignIn } from '@/domain/sso/preview-sign-in';
import { setMappings } from '@/domain/sso/set-mappings';
import { setSignIn } from '@/domain/sso/sign-in-policy';
import { testProvider } from '@/domain/sso/test-provider';
import { updateProvider } from '@/domain/sso/update-provider';

// Arguments come from the network: what is no text is refused by the command.

type Saved = { slug: string; name: string };

const peopleOf = (form: FormData) => ({
  name: textOf(form, 'name'),
  createsPeople: isOn(form, 'createsPeople'),
  acceptsUnverifiedEmail: isOn(form, 'acceptsUnverifiedEmail'),
});

const clientOf = (form: FormData) => ({
  issuer: textOf(form, 'issuer'),
  clientId: textOf(form, 'clientId'),
  groupsClaim: optionalTextOf(form, 'groupsClaim') ?? null,
  enabled: isOn(form, 'enabled'),
});

export async function createProviderAction(
  _previous: FormState<Saved>,
  form: FormData,
): Promise<FormState<Saved>> {
  const made = await act(createProvider, {
    ...{ ...peopleOf(form), ...clientOf(form), slug: textOf(form, 'slug') },
    clientSecret: optionalTextOf(form, 'clientSecret') ?? null,
  });
  return toFormState(made, ({ slug, name }) => ({ slug, name }));
}

export async function updateProviderAction(
  provider: string,
  _previous: FormState<Saved>,
  form: FormData,
): Promise<FormState<Saved>> {
  const isOfEnvironment = form.get('issuer') === null;
  const clientSecret = optionalTextOf(form, 'clientSecret');
  const saved = await act(updateProvider, {
    ...{ provider, ...peopleOf(form), ...(isOfEnvironment ? {} : clientOf(form)) },
    ...(clientSecret !== undefined && { clientSecret }),
  });
  return toFormState(saved, ({ slug, name }) => ({ slug, name }));
}

export async function deleteProviderAction(provider: string): Promise<ActionOutcome> {
  return toDone(await act(deleteProvider, { provider }));
}

/** Begins a test sign-in. @returns where the provider is to lead back to */
export async function testProviderAction(provider: string) {
  const begun = await act(testProvider, { provider });
  return toFormState(begun, ({ provider: slug, test }) => ({
    slug,
    returnTo: paths.ssoProvider(slug, { test }),
  }));
}

/** Begins to link one's own account. @returns where the provider is to lead back to */
export async function beginLinkAction(provider: string) {
  const begun = await act(beginLink, { provider });
  return toFormState(begun, ({ provider: slug, link }) => ({
    slug,
    returnTo: paths.linkedAccounts({ link }),
  }));
}

export async function unlinkAccountAction(
  identity: string,
  account: { issuer: string; subject: string },
): Promise<ActionOutcome> {
  const { issuer, subject } = account;
  return toDone(await act(unlinkAccount, { identity, issuer, subject }));
}

/** The lines of the form, in their order; days become seconds. */
function mappingsOf(form: FormData) {
  const indexes = [...form.keys()].flatMap(
    (name) => /^mappings\.(\d{1,3})\.externalGroup$/.exec(name)?.[1] ?? [],
  );
  return indexes.map((index) => {
    const days = optionalTextOf(form, `mappings.${index}.endsAfterSeconds`);
    return {
      externalGroup: textOf(form, `mappings.${index}.externalGroup`),
      group: textOf(form, `mappings.${index}.group`),
      role: textOf(form, `mappings.${index}.role`),
      endsAfterSeconds: days === undefined ? null : Math.round(Number(days) * 86_400),
    };
  });
}

export async function setMappingsAction(
  provider: string,
  _previous: FormState<{ endedMemberships: number }>,
  form: FormData,
): Promise<FormState<{ endedMemberships: number }>> {
  const saved = await act(setMappings, { provider, mappings: mappingsOf(form) });
  return toFormState(saved, ({ endedMemberships }) => ({ endedMemberships }));
}

const MAX_NAMED = 5;

export async function previewMappingsAction(provider: string, form: FormData) {
  const seen = await ask(previewMappings, { provider, mappings: mappingsOf(form) as never });
  return toFormState(seen, ({ joins, ends, joining, ending, unknown }) => {
    const named = (lines: typeof joins) =>
      lines.slice(0, MAX_NAMED).map(({ identity, group }) => `${identity.name} in ${group.name}`);
    return { joining, ending, unknown, joins: named(joins), ends: named(ends) };
  });
}

const signInOf = (form: FormData) => ({
  localSignIn: textOf(form, 'localSignIn') as 'everyone' | 'break-glass',
  breakGlass: (optionalTextOf(form, 'breakGlass') ?? '').split(/[\s,;]+/).filter(Boolean),
});

export async function setSignInAction(_previous: FormState, form: FormData): Promise<FormState> {
  return toFormState(await act(setSignIn, signInOf(form)), () => undefined);
}

export async function previewSignInAction(form: FormData) {
  const seen = await ask(previewSignIn, signInOf(form));
  return toFormState(seen, ({ lockingOut, lockedOut, administrators }) => ({
    ...{ lockingOut, lockedOut: lockedOut.slice(0, MAX_NAMED).map(({ name }) => name) },
    administrators: administrators.slice(0, MAX_NAMED).map(({ name }) => name),
  }));
}
