import { paths } from '@/components/paths';
import { CopyButton } from '@/components/ui/copy-button';
import { DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import type { ImportPlan } from './import-plan';

type Server = ImportPlan['servers'][number];

/** Where the document says the API is reached: a suggestion for the API's settings. */
export function DocumentServers(props: {
  api: { slug: string; hosts: readonly string[]; basePath: string };
  servers: ImportPlan['servers'];
}) {
  const { api, servers } = props;
  if (servers.length === 0) return null;
  return (
    <Section
      title="Servers of the document"
      description={
        <>
          A suggestion; importing changes no address. This API has{' '}
          {api.hosts.length === 0 ? (
            'no host'
          ) : (
            <code className="text-xs break-all">{api.hosts.join(', ')}</code>
          )}{' '}
          and the base path <code className="text-xs">{api.basePath}</code>.{' '}
          <TextLink href={paths.api(api.slug, 'settings')}>Change it in the settings</TextLink>
        </>
      }
    >
      <ul className="flex flex-col gap-4">
        {servers.map((server) => (
          <li key={server.url} className="min-w-0">
            <code className="block text-xs break-all">{server.url}</code>
            <DescriptionList className="mt-1.5" items={factsOf(server)} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function factsOf({ hosts, basePaths, variables }: Server) {
  return [
    { label: 'Hosts', value: hosts.length > 0 ? <Values values={hosts} /> : null },
    { label: 'Base paths', value: basePaths.length > 0 ? <Values values={basePaths} /> : null },
    ...variables.map(({ name, default: first, values }) => ({
      label: <code className="text-xs">{`{${name}}`}</code>,
      value:
        values.length > 0 ? (
          <code className="text-xs break-all">{values.join(', ')}</code>
        ) : (
          <>
            <code className="text-xs break-all">{first}</code>, or any other
          </>
        ),
    })),
  ];
}

function Values({ values }: { values: readonly string[] }) {
  return (
    <span className="flex flex-wrap gap-x-4 gap-y-1">
      {values.map((value) => (
        <span key={value} className="flex min-w-0 items-center gap-1">
          <code className="text-xs break-all">{value}</code>
          <CopyButton text={value} label={`Copy ${value}`} />
        </span>
      ))}
    </span>
  );
}
