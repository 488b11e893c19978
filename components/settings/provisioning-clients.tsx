import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { ButtonLink, TextLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';

/** A service account whose tokens may provision, through one group. */
export interface ProvisioningClient {
  readonly id: string;
  readonly name: string;
  readonly group: { readonly id: string; readonly name: string };
  /** That work now. */
  readonly tokens: number;
}

const columns = (mayCreate: boolean): DataTableColumn<ProvisioningClient>[] => [
  {
    id: 'name',
    header: 'Service account',
    cell: ({ id, name }) => <TextLink href={paths.person(id)}>{name}</TextLink>,
  },
  {
    id: 'group',
    header: 'Through',
    wideOnly: true,
    cell: ({ group }) => <TextLink href={paths.group(group.id)}>{group.name}</TextLink>,
  },
  { id: 'tokens', header: 'Tokens', cell: ({ tokens }) => formatCount(tokens, 'live token') },
  {
    id: 'create',
    header: 'Token for the provider',
    cell: ({ id, name, group }) =>
      mayCreate ? (
        <ButtonLink
          size="small"
          href={paths.tokenNew({ group: group.id, identity: id })}
          aria-label={`Create token for ${name}`}
        >
          Create token
        </ButtonLink>
      ) : (
        <span className="text-muted">a lead or an administrator makes it</span>
      ),
  },
];

/** Who may provision, and how somebody else comes to. `clients` is null where the reader may not know. */
export function ProvisioningClients(props: {
  clients: ProvisioningClient[] | null;
  mayCreate: boolean;
  /** Whether the reader can make what a first client needs: a scope, a group and an account. */
  maySetUp: boolean;
}) {
  const { clients, mayCreate, maySetUp } = props;
  if (clients === null) {
    return (
      <Section title="Clients">
        <p className="text-sm text-muted">
          Which service accounts may provision is told to those who may see who can call an
          operation (<code className="text-xs text-ink">access.whoCanCall</code>).
        </p>
      </Section>
    );
  }
  return (
    <Section
      title="Clients"
      description="Service accounts that hold scim.provision. What one makes belongs to it, whichever of its tokens is used: rotate the token, keep the account."
      flush
    >
      <StaticTable
        caption="Clients"
        columns={columns(mayCreate)}
        rows={clients}
        getRowId={({ id, group }) => `${id} ${group.id}`}
        empty={<Steps maySetUp={maySetUp} />}
      />
    </Section>
  );
}

function Steps(props: { maySetUp: boolean }) {
  if (!props.maySetUp) {
    return (
      <div className="space-y-1 p-4 text-sm">
        <p className="font-medium">No service account may provision yet</p>
        <p className="text-muted">
          An administrator makes a scope with the one operation scim.provision, a group that holds
          it, and a service account in that group.
        </p>
      </div>
    );
  }
  return (
    <div className="p-4 text-sm">
      <p className="font-medium">No service account may provision yet</p>
      <ol className="mt-2 list-decimal space-y-1.5 pl-5">
        <li>
          <TextLink href={paths.scopeNew('keyward', { operation: 'scim.provision' })}>
            Make a scope
          </TextLink>{' '}
          of the API keyward with the one operation scim.provision.
        </li>
        <li>
          <TextLink href={paths.groupNew()}>Create a group</TextLink>, say “Provisioners”, that
          holds it and nothing else.
        </li>
        <li>
          <TextLink href={paths.personNew({ type: 'service' })}>Add a service account</TextLink>{' '}
          named after the provider, and put it into the group.
        </li>
        <li>It stands here then, with a button that leads to its token.</li>
      </ol>
    </div>
  );
}
