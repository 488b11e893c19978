'use client';

import { useMemo } from 'react';
import { formatCount, formatNumber } from '@/components/format/format';
import { Button } from '@/components/ui/button';
import { Mono } from '@/components/ui/mono-id';
import { Notice } from '@/components/ui/notice';
import { Section } from '@/components/ui/section';
import { Stat } from '@/components/ui/stat';
import { ClashChoices } from './clash-choices';
import { DocumentServers } from './document-servers';
import type { ImportPlan } from './import-plan';
import { ImportWarnings } from './import-warnings';
import { MoreChoices } from './more-choices';
import { lossesOf, toLines } from './plan-lines';
import { PlanList } from './plan-list';
import type { ChosenForImport } from './use-import';

/** What an import would change, and the button that does it. */
export function ImportPreview(props: {
  api: { slug: string; hosts: readonly string[]; basePath: string };
  name: string;
  plan: ImportPlan;
  chosen: ChosenForImport;
  openReason: string | undefined;
  onChoose: (chosen: ChosenForImport) => void;
  onApply: () => void;
  onStartOver: () => void;
}) {
  const { plan } = props;
  const lines = useMemo(() => toLines(plan), [plan]);
  const losses = lossesOf(lines);
  const { document } = plan;
  return (
    <>
      <Section
        title="Preview"
        description={
          <>
            {document.title} {document.version && <Mono>{document.version}</Mono>} from{' '}
            <bdi>{props.name}</bdi>, OpenAPI {document.specification}. Nothing has changed yet.
          </>
        }
        actions={
          <>
            <Button onClick={props.onStartOver}>Choose another</Button>
            <Button
              variant="primary"
              onClick={props.onApply}
              disabledReason={
                lines.length === 0 && plan.unchanged === 0
                  ? 'The document has no operations'
                  : undefined
              }
            >
              {lines.length === 0
                ? 'Record this version'
                : `Apply ${formatCount(lines.length, 'change')}`}
            </Button>
          </>
        }
      >
        <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
          <Stat label="Added" value={formatNumber(plan.added.length)} note="granted to nobody" />
          <Stat label="Removed" value={formatNumber(plan.removed.length)} />
          <Stat
            label="Changed"
            value={formatNumber(plan.changed.length)}
            note="another method or path"
          />
          <Stat label="Unchanged" value={formatNumber(plan.unchanged)} />
        </div>
      </Section>
      <ClashChoices clashes={plan.clashes} onChoose={(keep) => props.onChoose({ keep })} />
      <ImportWarnings plan={plan} />
      {losses.operations > 0 && (
        <Notice
          tone="danger"
          title={`${formatCount(losses.operations, 'operation')} that scopes hold now ${losses.operations === 1 ? 'loses its' : 'lose their'} grants`}
        >
          <p>
            {formatCount(losses.grants, 'grant')} end at once, and with them what tokens may do. A
            changed operation keeps its name but not its grants: it is no longer what was granted.
            They are listed first below.
          </p>
        </Notice>
      )}
      {lines.length > 0 ? (
        <PlanList lines={lines} />
      ) : (
        <Notice title="The document holds just what is there already">
          Importing it only records its version and time.
        </Notice>
      )}
      <MoreChoices
        plan={plan}
        chosen={props.chosen}
        openReason={props.openReason}
        onChoose={props.onChoose}
      />
      <DocumentServers api={props.api} servers={plan.servers} />
    </>
  );
}
