'use client';

import { useRouter } from 'next/navigation';
import { paths } from '@/components/paths';
import { Checkbox } from '@/components/ui/choice';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import { ButtonLink } from '@/components/ui/link';
import { useToast } from '@/components/ui/toast';
import type { ProviderView } from '@/domain/sso/provider-view';

type Saved = { slug: string; name: string };

const exact = { autoComplete: 'off', spellCheck: false, mono: true };

/** What a provider is, and whom it lets in: a new one, or one that changes. */
export function ProviderForm(props: { provider?: ProviderView; save: FormAction<Saved> }) {
  const { provider } = props;
  const toast = useToast();
  const router = useRouter();
  function done({ slug, name }: Saved) {
    toast.done(provider ? `${name} is saved` : `${name} is created`);
    router.push(paths.ssoProvider(slug));
    router.refresh();
  }
  return (
    <Form action={props.save} onDone={done} aria-label="Identity provider" className="max-w-xl">
      <Field name="name" label="Name" hint="As the sign-in page says it." required>
        <Input defaultValue={provider?.name ?? ''} />
      </Field>
      {!provider && (
        <Field
          name="slug"
          label="Slug"
          hint="Part of the address that the provider leads back to. It stays."
          required
        >
          <Input placeholder="okta" {...exact} />
        </Field>
      )}
      {!provider?.fromEnvironment && (
        <>
          <Field
            name="issuer"
            label="Issuer"
            hint="Letter by letter as the provider writes it, without /.well-known/…"
            required
          >
            <Input defaultValue={provider?.issuer ?? ''} placeholder="https://" {...exact} />
          </Field>
          <Field name="clientId" label="Client id" required>
            <Input defaultValue={provider?.clientId ?? ''} {...exact} />
          </Field>
          <Field
            name="clientSecret"
            label="Client secret"
            hint={
              provider
                ? 'Leave it empty to keep the one there is. env:NAME or file:/path name where it is; anything else is the secret itself.'
                : 'Kept sealed, and never shown again. env:NAME or file:/path name where the dashboard finds it instead; empty for a public client.'
            }
            optional
          >
            <Input type="password" {...exact} autoComplete="new-password" />
          </Field>
          <Field
            name="groupsClaim"
            label="Claim with the ids of groups"
            hint="A name such as groups, or a JSON Pointer such as /realm_access/roles; empty: no groups are read."
            optional
          >
            <Input defaultValue={provider?.groupsClaim ?? ''} placeholder="groups" {...exact} />
          </Field>
        </>
      )}
      <Checkbox
        name="createsPeople"
        defaultChecked={provider?.createsPeople ?? true}
        label="Add people who sign in for the first time"
        hint="In no group, unless a mapping leads to one."
      />
      <Checkbox
        name="acceptsUnverifiedEmail"
        defaultChecked={provider?.acceptsUnverifiedEmail ?? false}
        label="Also those whose email the provider has not verified"
        hint="An email never links anybody to an account that exists."
      />
      {!provider?.fromEnvironment && (
        <Checkbox
          name="enabled"
          defaultChecked={provider?.enabled ?? true}
          label="People can sign in with it"
          hint="Switched off, the sessions opened with it end."
        />
      )}
      <FormActions>
        <ButtonLink
          href={provider ? paths.ssoProvider(provider.slug) : paths.settings('single-sign-on')}
        >
          Cancel
        </ButtonLink>
        <SubmitButton>{provider ? 'Save' : 'Create provider'}</SubmitButton>
      </FormActions>
    </Form>
  );
}
