'use client';

import { ClipboardPaste, Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ClipboardEvent, type FormEvent, useEffect, useRef, useState } from 'react';
import { AskedProblem } from '@/components/asking/asked-problem';
import { useAskedValue } from '@/components/asking/use-asked-value';
import { paths } from '@/components/paths';
import { type Lookup, lookupQuestion } from '@/components/revocation/token-match';
import { withSecretHashed } from '@/components/secret-paste/secret-digest';
import { findSecret, isBrokenSecret } from '@/components/secret-paste/secret-pattern';
import { Button } from '@/components/ui/button';
import { SearchInput } from '@/components/ui/input';
import { Mono } from '@/components/ui/mono-id';
import { NoMatchState } from '@/components/ui/states';
import { useLatest } from '@/components/ui/use-latest';
import { LookupResult } from './lookup-result';

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
    const sought = withSecretHashed(text);
    const broken = isBrokenSecret(sought);
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
    if (findSecret(text)) form.current?.reset();
    lookUp(text);
  }
  function paste(event: ClipboardEvent) {
    const secret = findSecret(event.clipboardData.getData('text/plain'));
    if (!secret) return;
    event.preventDefault();
    form.current?.reset();
    lookUp(secret);
  }
  async function pasteFromClipboard() {
    try {
      const text = (await navigator.clipboard.readText()).trim();
      if (text === '') return setPasteProblem('The clipboard has no text.');
      setPasteProblem(null);
      if (field.current && !findSecret(text)) field.current.value = text;
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
            aria-label="Secret, token id, last four, or IP address"
            aria-describedby="find-hint"
            placeholder="Paste a secret, token id, last four, or IP address"
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
          It has 40 characters, kwp_ or kws_ included. Nothing was sent. Its last four characters
          find the token, too.
        </NoMatchState>
      )}
      {!found && !isCutOff && !props.ip && <WhatCanBePasted />}
      <AskedProblem asked={asked} title="The lookup failed" />
      {found && (answer || pending) && <LookupResult lookup={found} />}
    </div>
  );
}

const kinds = [
  ['Secret', 'Alone, or anywhere in a log line, an address or a curl command', 'kwp_… kws_…'],
  ['Token id or SHA-256', 'As logs, scanners and audit rows name it', 'tok_…'],
  ['Last four', 'As lists show it; also a name, a person or a group', '…x7Qk'],
  ['IP address', 'Every decision from it, and the tokens it used', '203.0.113.7'],
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
  const [first] = found.matches;
  if (found.total > 1 || !first) return `${found.total} tokens found`;
  const { name, identity, group } = first.token;
  return `Found ${name} of ${identity.name} in ${group.name}`;
}
