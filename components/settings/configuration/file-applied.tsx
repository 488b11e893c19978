'use client';

import { CircleCheck } from 'lucide-react';
import { formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/link';
import { Card } from '@/components/ui/section';
import { EmptyState } from '@/components/ui/states';
import type { Plan } from '@/domain/configuration/plan-view';
import { ChangeList } from './change-list';
import { Consequences } from './consequences';

/** What applying a file has changed. */
export function FileApplied(props: { plan: Plan; onStartOver: () => void }) {
  const { counts, changes, consequences } = props.plan;
  return (
    <>
      <Card>
        <div role="status">
          <EmptyState
            icon={<CircleCheck aria-hidden className="text-ok" />}
            title="The file is applied"
            actions={
              <>
                <ButtonLink variant="primary" href={paths.audit()}>
                  See it in the audit log
                </ButtonLink>
                <Button onClick={props.onStartOver}>Back to the file</Button>
              </>
            }
          >
            {formatNumber(counts.create)} created, {formatNumber(counts.update)} updated,{' '}
            {formatNumber(counts.delete)} deleted; each change has an event of its own.
          </EmptyState>
        </div>
      </Card>
      <Consequences consequences={consequences} />
      <ChangeList changes={changes} />
    </>
  );
}
