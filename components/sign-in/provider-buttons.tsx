'use client';

import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { attempt } from '@/components/ui/attempt';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { providerAddress } from '@/components/ui/provider-address';
import { isOwnAddress } from './own-address';

/** One button a provider: it leads there, and back to `returnTo` (a path checked by `returnPath`). */
export function ProviderButtons(props: {
  providers: readonly { slug: string; name: string }[];
  returnTo: string;
  address: string;
}) {
  const [pending, setPending] = useState<string>();
  const [problem, setProblem] = useState<string>();
  if (props.providers.length === 0) return null;
  async function begin(slug: string) {
    if (!isOwnAddress(window.location.origin, props.address)) {
      setProblem(`Sign in at ${props.address}.`);
      return;
    }
    setPending(slug);
    const answer = await attempt('you can sign in', () => providerAddress(slug, props.returnTo));
    if ('url' in answer) return window.location.assign(answer.url);
    setPending(undefined);
    setProblem(answer.message);
  }
  return (
    <div className="flex flex-col gap-2">
      {problem && <Notice tone="danger" title={problem} live />}
      {props.providers.map(({ slug, name }) => (
        <Button
          key={slug}
          icon={<KeyRound aria-hidden />}
          className="w-full justify-center"
          pending={pending === slug}
          onClick={() => void begin(slug)}
        >
          Continue with {name}
        </Button>
      ))}
    </div>
  );
}
