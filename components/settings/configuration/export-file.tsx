'use client';

import { FileDown } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import type { Refused } from '@/components/ui/form-state';
import { Notice } from '@/components/ui/notice';
import { RefusalNotice } from '@/components/ui/refusal-notice';
import { Section } from '@/components/ui/section';
import { describeLeftOut } from '@/domain/configuration/effect-words';
import type { LeftOut } from '@/domain/configuration/plan-view';
import { exportFile } from './ask-file';

/** @param props.reason why the actor can't export, if so */
export function ExportFile(props: { reason: string | undefined }) {
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refused>();
  const [leftOut, setLeftOut] = useState<LeftOut>([]);
  async function download() {
    setPending(true);
    const answer = await exportFile();
    setPending(false);
    setRefusal(answer.status === 'refused' ? answer : undefined);
    if (answer.status === 'refused') return;
    setLeftOut(answer.result.leftOut);
    save(answer.result.file);
  }
  return (
    <Section
      title="This installation as a file"
      description="APIs, scopes, groups with their policies and service accounts, trust rules, destinations and webhooks. No person and no secret is in it."
      actions={
        <Button
          size="small"
          icon={<FileDown aria-hidden />}
          pending={pending}
          disabledReason={props.reason}
          onClick={() => void download()}
        >
          Export keyward.yaml
        </Button>
      }
    >
      <div className="flex flex-col gap-3 text-sm">
        {refusal && <RefusalNotice refusal={refusal} />}
        {leftOut.length > 0 && (
          <Notice tone="warn" live title="The file leaves sections out">
            <ul>
              {leftOut.map((one) => (
                <li key={one.section}>{describeLeftOut(one)}</li>
              ))}
            </ul>
          </Notice>
        )}
        <p className="text-muted">
          Keep it under version control and apply it from a pipeline:{' '}
          <code className="text-xs text-ink">keyward plan -f keyward.yaml</code>, then{' '}
          <code className="text-xs text-ink">keyward apply -f keyward.yaml</code>. Or compare and
          apply it here.
        </p>
      </div>
    </Section>
  );
}

function save(text: string) {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = 'keyward.yaml';
  link.click();
  URL.revokeObjectURL(address);
}
