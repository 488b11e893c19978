'use client';

import { CircleCheck, Plus } from 'lucide-react';
import { formatCount, formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/link';
import { EmptyState } from '@/components/ui/states';
import type { ImportPlan } from './import-plan';

/** What the import did, and where to go from there. */
export function ImportDone(props: {
  api: { slug: string; name: string };
  plan: ImportPlan;
  onStartOver: () => void;
}) {
  const { api, plan } = props;
  return (
    <div role="status">
      <EmptyState
        icon={<CircleCheck aria-hidden className="text-ok" />}
        title={`${api.name} has ${formatCount(plan.operations, 'operation')} from its document`}
        actions={
          <>
            <ButtonLink
              variant="primary"
              href={paths.scopeNew(api.slug)}
              icon={<Plus aria-hidden />}
            >
              Create scope
            </ButtonLink>
            <ButtonLink href={paths.api(api.slug)}>See the operations</ButtonLink>
            <Button variant="ghost" onClick={props.onStartOver}>
              Import another
            </Button>
          </>
        }
      >
        {formatNumber(plan.added.length)} added, {formatNumber(plan.removed.length)} removed,{' '}
        {formatNumber(plan.changed.length)} changed. What was added is granted to nobody until you
        put it into a scope.
        {plan.names > plan.operations &&
          ` ${formatNumber(plan.names)} names stand for them: some requests have several.`}
      </EmptyState>
    </div>
  );
}
