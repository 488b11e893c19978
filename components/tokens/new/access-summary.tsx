'use client';

import { useState } from 'react';
import { formatCount, formatNumber } from '@/components/format/format';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Mono } from '@/components/ui/mono-id';
import { Notice } from '@/components/ui/notice';
import { Section } from '@/components/ui/section';
import { Skeleton, SkeletonRegion } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { type OpenedApi, openedOperations } from './opened-operations';
import type { ChosenGroup } from './use-group-choice';

const shownFirst = 12;

/** What the token would open as the form stands: count first, then operations by API. */
export function AccessSummary(props: {
  chosen: ChosenGroup;
  opened: ReturnType<typeof openedOperations>;
}) {
  const { chosen, opened } = props;
  const { choice } = chosen;
  return (
    <Section title="What it will open" flush className="lg:sticky lg:top-5">
      {choice === null ? (
        chosen.loading ? (
          <SummarySkeleton />
        ) : (
          <EmptyState title="Choose a group">
            A token opens what its group’s scopes hold. The operations appear here.
          </EmptyState>
        )
      ) : (
        <div className="flex flex-col gap-3 p-4 text-sm">
          <p aria-live="polite">
            <span className="text-xl font-semibold">{formatNumber(opened.count)}</span>{' '}
            {opened.count === 1 ? 'operation' : 'operations'}
            <CutOff
              scopes={choice.scopes}
              groupName={choice.group.name}
              restricted={chosen.isWhole ? [] : chosen.scopeIds}
            />
          </p>
          {choice.group.controlsKeyward && (
            <Notice tone="warn" title="This group controls Keyward itself">
              <p>
                Its tokens can change groups, tokens and people. Restrict it, or choose another.
              </p>
            </Notice>
          )}
          {opened.count === 0 && choice.scopes.length > 0 && (
            <p className="text-muted">Choose scopes: what each opens appears here.</p>
          )}
          {choice.scopes.length === 0 && (
            <Notice tone="info" title={`${choice.group.name} opens nothing yet`}>
              <p>The token will be denied everywhere until the group gets a scope.</p>
            </Notice>
          )}
          {opened.apis.map((entry) => (
            <ApiOperations key={entry.api.id} entry={entry} />
          ))}
        </div>
      )}
    </Section>
  );
}

function CutOff(props: {
  scopes: Parameters<typeof openedOperations>[0];
  groupName: string;
  restricted: string[];
}) {
  if (props.restricted.length === 0) return null;
  const all = openedOperations(props.scopes, []).count;
  return (
    <span className="text-muted">
      {' '}
      of the {formatNumber(all)} that <bdi>{props.groupName}</bdi> opens
    </span>
  );
}

function ApiOperations({ entry }: { entry: OpenedApi }) {
  const [all, setAll] = useState(false);
  const { api, operations } = entry;
  const shown = all ? operations : operations.slice(0, shownFirst);
  return (
    <div className="min-w-0">
      <h3 className="mb-1 flex items-center gap-2 font-medium">
        <bdi>{api.name}</bdi> <Badge>{formatCount(operations.length, 'operation')}</Badge>
      </h3>
      <ul className="divide-y divide-line rounded-md border border-line">
        {shown.map(({ name, method, pathTemplate }) => (
          <li key={name} className="flex flex-wrap items-baseline gap-x-3 px-3 py-1.5">
            <Mono className="font-medium break-all">{name}</Mono>
            {method && (
              <Mono className="min-w-0 break-all text-muted">
                {method} {pathTemplate}
              </Mono>
            )}
          </li>
        ))}
      </ul>
      {operations.length > shownFirst && (
        <Button variant="ghost" size="small" className="mt-1" onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${formatNumber(operations.length)}`}
        </Button>
      )}
    </div>
  );
}

function SummarySkeleton() {
  return (
    <SkeletonRegion label="Reading what the group opens">
      <div className="space-y-3 p-4">
        <Skeleton className="h-6 w-32" />
        <Skeleton className="h-4 w-full" />
        <Skeleton className="h-4 w-4/5" />
        <Skeleton className="h-4 w-2/3" />
      </div>
    </SkeletonRegion>
  );
}
