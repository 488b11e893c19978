import { mayEverywhere } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import { dashboardVersion } from '@/app/server/version';
import { ChainCheck } from '@/components/settings/chain-check';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { CodeBlock } from '@/components/ui/code-block';
import { DescriptionList } from '@/components/ui/description-list';
import { Mono } from '@/components/ui/mono-id';
import { Section } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { checkChain } from '@/domain/audit/check-chain';

export const metadata = { title: 'About' };

export default async function AboutPage() {
  const actor = await requireActor();
  return (
    <SettingsFrame current="about">
      <Section title="This installation">
        <DescriptionList
          items={[
            { label: 'Version', value: <Mono>{dashboardVersion()}</Mono> },
            { label: 'Licence', value: 'Apache-2.0' },
            {
              label: 'Control API',
              value: (
                <a
                  href="/api/v1/openapi.json"
                  className="rounded-sm text-accent-text underline decoration-accent-text/40 underline-offset-2"
                >
                  OpenAPI document
                </a>
              ),
            },
          ]}
        />
      </Section>
      <Section
        title="Audit chain"
        description="Every change is chained to the one before by its hash. A row altered later breaks it."
      >
        {mayEverywhere(actor, checkChain) ? (
          <div className="space-y-4">
            <ChainCheck />
            <div className="space-y-1.5">
              <p className="text-sm text-muted">The same from a terminal, or of an export:</p>
              <CodeBlock label="Verify the chain" code="npm run --silent keyward -- audit verify" />
            </div>
          </div>
        ) : (
          <RefusedState operation={checkChain.operation} />
        )}
      </Section>
    </SettingsFrame>
  );
}
