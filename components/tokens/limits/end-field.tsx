'use client';

import { useState } from 'react';
import { endOfDay } from '@/components/format/end-date';
import { formatDateTime } from '@/components/format/format';
import { useNowMs } from '@/components/ui/clock';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { TokenRow } from '../token-row';
import { endOptions, latestEndMs, likelyExtension } from './ends';
import type { LimitsChoice } from './limits-question';

const ON_A_DAY = 'day';

/** When the token ends: as it is, after some spans, at the latest, or on a day. */
export function EndField(props: {
  token: TokenRow;
  policy: LimitsChoice['policy'];
  /** It came to be extended: the furthest within 90 days is chosen. */
  isWanted: boolean;
}) {
  const { token, policy } = props;
  const nowMs = useNowMs();
  const [options] = useState(() => endOptions(token, policy.maxTtlSeconds, { nowMs }));
  const [chosen, setChosen] = useState(() =>
    props.isWanted ? likelyExtension(options, token, nowMs) : '',
  );
  const [day, setDay] = useState('');
  // What is no day is refused by the server.
  const expiresAt = chosen === ON_A_DAY ? (endOfDay(day) ?? (day || 'none')) : chosen;
  const latest = formatDateTime(latestEndMs(token, policy.maxTtlSeconds));
  return (
    <>
      <input type="hidden" name="expiresAt" value={expiresAt} />
      <Field
        name={chosen === ON_A_DAY ? 'end' : 'expiresAt'}
        label="Ends"
        hint={`${token.group.name} lets it live until ${latest}; rotate it for longer.`}
      >
        <Select
          name="end"
          value={chosen}
          onChange={(event) => setChosen(event.target.value)}
          options={[...options, { value: ON_A_DAY, label: 'On a day' }]}
        />
      </Field>
      {chosen === ON_A_DAY && (
        <Field name="expiresAt" label="Day" hint="Ends with it.">
          <Input
            type="date"
            name="endDay"
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
        </Field>
      )}
    </>
  );
}
