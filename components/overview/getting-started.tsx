import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';

const steps = [
  { href: paths.apis(), title: 'Import an API', text: 'its OpenAPI document gives the operations' },
  { href: paths.apis(), title: 'Name a scope', text: 'an exact set of those operations' },
  { href: paths.groups(), title: 'Make a group', text: 'it owns scopes and has members' },
  { href: paths.tokenNew(), title: 'Create a token', text: 'it opens what its group opens' },
];

/** The way from an empty installation to a first token. */
export function GettingStarted() {
  return (
    <div className="space-y-3 px-4 py-5 text-sm">
      <p className="font-medium">From here to a first token</p>
      <ol className="list-decimal space-y-2 pl-5 marker:text-muted">
        {steps.map((step) => (
          <li key={step.title}>
            <TextLink href={step.href}>{step.title}</TextLink>
            <span className="text-muted">: {step.text}.</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
