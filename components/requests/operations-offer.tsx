'use client';

import { useState } from 'react';
import { TYPING_PAUSE_MS, useAskedValue } from '@/components/asking/use-asked-value';
import { formatCount } from '@/components/format/format';
import { RadioGroup } from '@/components/ui/choice';
import { Combobox, type ComboboxOption } from '@/components/ui/combobox';
import { Field, FieldGroup } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { PrivilegedMark } from '@/components/ui/privileged-mark';
import {
  type FoundOperation,
  type Offer,
  offersQuestion,
  operationsQuestion,
  refusalOf,
} from './offers';

const optionOf = ({ api, name, method, pathTemplate }: FoundOperation): ComboboxOption => ({
  value: `${api} ${name}`,
  label: `${api} ${name}`,
  hint: method ? `${method} ${pathTemplate}` : '',
});

/** Chooses operations, and among the groups that open all of them the smallest. */
export function OperationsOffer(props: { start: string | undefined }) {
  const [text, setText] = useState('');
  const [operations, setOperations] = useState<string[]>(() => (props.start ? [props.start] : []));
  const found = useAskedValue(operationsQuestion, text, { pauseMs: TYPING_PAUSE_MS });
  const offers = useAskedValue(offersQuestion, operations.length > 0 ? { operations } : null);
  const options = (found.latest ?? []).map(optionOf);
  const chosen = operations
    .filter((name) => !options.some(({ value }) => value === name))
    .map((name) => ({ value: name, label: name }));
  return (
    <>
      <Field
        name="operations"
        label="Operations"
        required
        hint="By name, method or path; several, if you need them together."
      >
        <Combobox
          multiple
          mono
          options={[...chosen, ...options]}
          value={operations}
          onValueChange={setOperations}
          onSearch={setText}
          placeholder="Search operations"
          emptyText="No operation fits."
        />
      </Field>
      {offers.latest && <Proposals offers={offers.latest} key={operations.join()} />}
      {(offers.status === 'refused' || offers.status === 'lost') && (
        <Notice
          tone="danger"
          title={
            offers.status === 'refused' ? offers.message : 'The groups can’t be listed right now.'
          }
        />
      )}
    </>
  );
}

function Proposals(props: { offers: Offer[] }) {
  const askable = props.offers.filter((offer) => refusalOf(offer) === undefined);
  const held = props.offers.find(({ isMember }) => isMember);
  if (held) {
    return <Notice tone="info" title={`You have all of this already, through ${held.name}.`} />;
  }
  if (props.offers.length === 0) {
    return (
      <Notice tone="warn" title="No one group opens all of these">
        <p>Ask for fewer at once, or ask an administrator.</p>
      </Notice>
    );
  }
  return (
    <FieldGroup
      name="group"
      label="Proposed group"
      hint="The first opens the least beyond what you ask for."
    >
      <RadioGroup
        name="group"
        defaultValue={askable[0]?.slug ?? ''}
        options={props.offers.map((offer) => ({
          value: offer.slug,
          label: (
            <span className="inline-flex flex-wrap items-center gap-2">
              <bdi>{offer.name}</bdi> <PrivilegedMark group={offer} />
            </span>
          ),
          hint: refusalOf(offer) ?? beyondWords(offer),
          disabled: refusalOf(offer) !== undefined,
        }))}
      />
    </FieldGroup>
  );
}

const beyondWords = ({ beyondCount }: Offer): string =>
  beyondCount === 0
    ? 'Opens nothing else'
    : `Opens ${formatCount(beyondCount, 'operation')} beyond these`;
