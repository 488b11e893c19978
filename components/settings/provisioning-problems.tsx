import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';

interface ClientProblem {
  readonly client: { readonly id: string; readonly name: string };
  readonly request: string;
  readonly detail: string;
  readonly at: string;
}

/** What clients were last refused that is about no group of theirs. */
export function ProvisioningProblems({ problems }: { problems: readonly ClientProblem[] }) {
  return (
    <Section
      title="Last refused"
      description="The last change of people, or of a group that is not there, that each client was refused."
      flush
    >
      <ul className="divide-y divide-line text-sm">
        {problems.map(({ client, request, detail, at }) => (
          <li key={client.id} className="space-y-0.5 px-4 py-2">
            <p className="flex flex-wrap gap-x-2">
              <TextLink href={paths.person(client.id)}>{client.name}</TextLink>
              <Mono className="break-all">{request}</Mono>
              <RelativeTime date={at} />
            </p>
            <p className="break-words text-muted">{detail}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
