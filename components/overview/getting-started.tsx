import { Circle, CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import type { FirstSteps } from '@/domain/overview/first-steps';

const STEPS: { id: keyof FirstSteps; href: string; title: string; text: string }[] = [
  {
    ...{ id: 'api', href: paths.apis(), title: 'Import an API' },
    text: 'its OpenAPI document gives the operations',
  },
  {
    ...{ id: 'scope', href: paths.apis(), title: 'Name a scope' },
    text: 'an exact set of those operations',
  },
  {
    ...{ id: 'group', href: paths.groups(), title: 'Make a group' },
    text: 'it owns scopes, and its policy holds for its tokens',
  },
  {
    ...{ id: 'member', href: paths.groups(), title: 'Add a member' },
    text: 'a person or a service account: a token acts for one',
  },
  {
    ...{ id: 'token', href: paths.tokenNew(), title: 'Create a token' },
    text: 'it opens what its group opens',
  },
  {
    ...{ id: 'use', href: paths.tokens(), title: 'Use it' },
    text: 'the command beside its secret asks the verifier; the answer appears in the audit log',
  },
];

export const isSetUp = (steps: FirstSteps): boolean => STEPS.every(({ id }) => steps[id]);

/** The way from an empty installation to a token that works, ticked as far as it is done. */
export function GettingStarted(props: { steps: FirstSteps; sample?: ReactNode }) {
  const { steps } = props;
  const next = STEPS.find(({ id }) => !steps[id])?.id;
  return (
    <div className="space-y-3 px-4 py-4 text-sm">
      <ol className="space-y-1.5">
        {STEPS.map(({ id, href, title, text }) => (
          <li key={id} className="flex min-h-6 items-start gap-2.5">
            {steps[id] ? (
              <CircleCheck
                role="img"
                aria-label="Done:"
                className="mt-0.5 size-4 shrink-0 text-ok"
              />
            ) : (
              <Circle
                role="img"
                aria-label="To do:"
                className="mt-0.5 size-4 shrink-0 text-faint"
              />
            )}
            <span className="min-w-0">
              {steps[id] ? (
                <span className="text-muted">{title}</span>
              ) : (
                <TextLink href={href} aria-current={id === next ? 'step' : undefined}>
                  {title}
                </TextLink>
              )}
              {!steps[id] && <span className="text-muted">: {text}.</span>}
            </span>
          </li>
        ))}
      </ol>
      {props.sample}
    </div>
  );
}
