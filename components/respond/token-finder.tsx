'use client';

import { ClipboardPaste, Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ClipboardEvent, type FormEvent, useEffect, useRef, useState } from 'react';
import { AskedProblem } from '@/components/asking/asked-problem';
import { useAskedValue } from '@/components/asking/use-asked-value';
import { paths } from '@/components/paths';
import { withSecretHashed } from '@/components/secret-paste/secret-digest';
import { findSecret, isBrokenSecret } from '@/components/secret-paste/secret-pattern';
import { Button } from '@/components/ui/button';
import { SearchInput } from '@/components/ui/input';
import { Mono } from '@/components/ui/mono-id';
import { NoMatchState } from '@/components/ui/states';
import { useLatest } from '@/components/ui/use-latest';
import { type Lookup, lookupQuestion } from './lookup-question';
import { LookupResult } from './lookup-result';

/** Of a text from the clipboard, in the field. */
const MAX_SHOWN = 200;

type Found = Exclude<Lookup, { kind: 'address' }> | null;

/**
 * One field for whatever leaked. A pasted secret is looked up at once and never stands in the
 * field; an address becomes part of this page's own address, to be shared.
 */
export function TokenFinder(props: { ip: string | undefined }) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [wanted, setWanted] = useState<string | null>(null);
  const [isCutOff, setCutOff] = useState(false);
  const [pasteProblem, setPasteProblem] = useState<string | null>(null);
  const asked = useAskedValue(lookupQuestion, wanted);
  const pending = asked.status === 'asking';
  const answer = asked.status === 'answered' ? asked.answer : null;
  const found = asked.latest && asked.latest.kind !== 'address' ? asked.latest : null;
  const shownIp = useLatest(props.ip);
  useEffect(() => {
    if (answer?.kind === 'address') router.push(paths.respond({ ip: answer.ip }));
    else if (answer && shownIp.current) router.replace(paths.respond(), { scroll: false });
  }, [answer, router, shownIp]);

  function lookUp(text: string) {
    const broken = isBrokenSecret(text);
    const sought = withSecretHashed(text);
    setCutOff(broken);
    // It may be most of a secret, and would be found nowhere.
    if (broken) setWanted(null);
    else if (sought === wanted) asked.again();
    else setWanted(sought);
  }
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get('find') ?? '').trim();
    if (text === '') return;
    if (findSecret(text) || isBrokenSecret(text)) form.current?.reset();
    lookUp(text);
  }
  function paste(event: ClipboardEvent) {
    const text = event.clipboardData.getData('text/plain');
    if (!findSecret(text)) return;
    event.preventDefault();
    form.current?.reset();
    lookUp(text);
  }
  async function pasteFromClipboard() {
    try {
      const text = (await navigator.clipboard.readText()).trim();
      if (text === '') return setPasteProblem('The clipboard has no text.');
      setPasteProblem(null);
      const isSecret = findSecret(text) !== null || isBrokenSecret(text);
      if (field.current && !isSecret) field.current.value = text.slice(0, MAX_SHOWN);
      else form.current?.reset();
      lookUp(text);
    } catch {
      setPasteProblem('This browser keeps the clipboard from the page: paste into the field.');
      field.current?.focus();
    }
  }

  return (
    <div className="space-y-4">
      <search>
        <form ref={form} onSubmit={submit} className="flex flex-wrap gap-2">
          <SearchInput
            name="find"
            aria-label="Secret, token, person, group or IP address"
            aria-describedby="find-hint"
            placeholder="Secret, log, token, person, group or address"
            data-page-search=""
            autoFocus
            key={props.ip}
            defaultValue={props.ip}
            onPaste={paste}
            className="min-w-full flex-1 sm:min-w-0 [&>input]:h-10 [&>input]:text-base"
            ref={field}
          />
          <Button
            icon={<ClipboardPaste aria-hidden />}
            onClick={pasteFromClipboard}
            className="h-10! flex-1 px-4! sm:flex-none"
          >
            Paste
          </Button>
          <Button
            type="submit"
            icon={<Search aria-hidden />}
            pending={pending}
            className="h-10! flex-1 px-4! sm:flex-none"
          >
            Find
          </Button>
        </form>
        <p id="find-hint" className="pt-2 text-sm text-muted">
          A pasted secret is looked up at once, by its SHA-256: the secret itself stays here.
        </p>
        {pasteProblem && (
          <p role="status" className="pt-2 text-sm text-warn">
            {pasteProblem}
          </p>
        )}
        <div aria-live="polite" className="sr-only">
          {announcement(found, pending)}
        </div>
      </search>
      {isCutOff && (
        <NoMatchState title="This is not a whole Keyward secret">
          It was cut off or altered: one has 40 characters, kwp_ or kws_ included, and its last six
          must fit the rest. Nothing was sent. The last four characters find the token, too.
        </NoMatchState>
      )}
      {!found && !isCutOff && !props.ip && <WhatCanBePasted />}
      <AskedProblem asked={asked} title="The lookup failed" />
      {found && (answer || pending) && <LookupResult lookup={found} onChanged={asked.again} />}
    </div>
  );
}

const kinds = [
  ['Secret', 'Alone, or up to twenty in a piece of log or a curl command', 'kwp_… kws_…'],
  ['Token', 'Its id, SHA-256, name or last four, as lists and logs show it', 'tok_… …x7Qk'],
  ['Person, service account, group', 'By name, email or slug: a lost laptop, a leaver', 'ada@…'],
  ['IP address, or a range', 'Every decision from it, and the tokens used', '203.0.113.0/24'],
] as const;

function WhatCanBePasted() {
  return (
    <dl className="grid gap-x-6 gap-y-3 border-t border-line pt-4 text-sm sm:grid-cols-2">
      {kinds.map(([kind, words, example]) => (
        <div key={kind} className="min-w-0">
          <dt className="flex flex-wrap items-baseline gap-x-2 font-medium">
            {kind} <Mono className="font-normal text-muted">{example}</Mono>
          </dt>
          <dd className="text-muted">{words}</dd>
        </div>
      ))}
    </dl>
  );
}

function announcement(found: Found, pending: boolean): string {
  if (pending) return 'Looking it up';
  if (!found) return '';
  if (found.kind === 'nothing') return found.title;
  const { people, groups, total } = found;
  const [first] = found.tokens;
  const others = people.length + groups.length;
  if (others > 0 || total > 1 || !first) return `${others + total} matches found`;
  const { name, identity, group } = first.token;
  return `Found ${name} of ${identity.name} in ${group.name}`;
}
