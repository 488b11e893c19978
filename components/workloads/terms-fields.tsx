'use client';

import { useState } from 'react';
import { DurationField } from '@/components/policy/duration-field';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Section } from '@/components/ui/section';
import { Select } from '@/components/ui/select';
import {
  DEFAULT_ISSUER,
  type RuleDraft,
  SUGGESTED_CLAIMS,
} from '@/domain/workloads/suggested-claims';
import { PRESETS, type Preset } from '@/domain/workloads/workload-facts';
import { ClaimsField } from './claims-field';
import { PRESET_WORDS } from './preset-words';

const LIFETIMES = [300, 900, 1_800, 3_600];
const options = PRESETS.map((preset) => ({ value: preset, label: PRESET_WORDS[preset].label }));

const templateOf = (preset: Preset) =>
  SUGGESTED_CLAIMS[preset].map(({ name }) => ({ name, value: '' }));

/** Who vouches, for whom the JWT must be meant, and what it must claim. */
export function TermsFields(props: { draft: RuleDraft; ttlSeconds: number; audienceHint: string }) {
  const { draft } = props;
  const [preset, setPreset] = useState<Preset>(draft.preset);
  const [issuer, setIssuer] = useState(draft.issuer || DEFAULT_ISSUER[draft.preset]);
  const isDraft = preset === draft.preset && draft.claims.length > 0;
  function choose(chosen: Preset) {
    setPreset(chosen);
    // An address that somebody typed is theirs; that of another preset is not.
    if (issuer === '' || issuer === DEFAULT_ISSUER[preset]) setIssuer(DEFAULT_ISSUER[chosen]);
  }
  const words = PRESET_WORDS[preset];
  return (
    <Section
      title="Whom to trust"
      description="All of it must hold. One that fails, and there is no token."
    >
      <div className="grid grid-cols-1 gap-x-6 gap-y-4 md:grid-cols-2">
        <Field name="preset" label="Issuer’s kind">
          <Select
            options={options}
            value={preset}
            onChange={(event) => choose(event.target.value as Preset)}
          />
        </Field>
        <Field name="issuer" label="Issuer" required hint={words.issuer}>
          <Input
            mono
            spellCheck={false}
            value={issuer}
            placeholder="https://gitlab.example.com"
            onChange={(event) => setIssuer(event.target.value)}
          />
        </Field>
        <Notice tone="info" title={words.label} className="md:col-span-2">
          {words.about.map((line) => (
            <p key={line} className="break-words">
              {line}
            </p>
          ))}
        </Notice>
        <div className="md:col-span-2">
          <ClaimsField
            key={preset}
            preset={preset}
            initial={isDraft ? draft.claims : templateOf(preset)}
          />
        </div>
        <Field name="audience" label="Audience" required hint={props.audienceHint}>
          <Input mono spellCheck={false} defaultValue={draft.audience} />
        </Field>
        <DurationField
          name="ttlSeconds"
          label="Lifetime of its tokens"
          hint="From 5 minutes to an hour; never past the end of the JWT or what the group allows."
          presets={LIFETIMES}
          defaultSeconds={props.ttlSeconds}
        />
      </div>
    </Section>
  );
}
