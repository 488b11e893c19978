'use client';

import { useRef, useState } from 'react';
import type { ActionOutcome } from '@/components/ui/form-state';
import type { GroupChoice } from './group-choice';

export type LoadGroup = (group: string) => Promise<ActionOutcome<GroupChoice>>;

/** The chosen group with what it brings, and what was chosen of that: whom, which scopes. */
export function useGroupChoice(props: {
  initialChoice: GroupChoice | null;
  initialIdentity: string | null;
  actorId: string;
  loadGroup: LoadGroup;
}) {
  const { initialChoice, loadGroup } = props;
  const [groupId, setGroupId] = useState(initialChoice?.group.id ?? null);
  const [choice, setChoice] = useState(initialChoice);
  const [failure, setFailure] = useState<string | null>(null);
  const [identity, setIdentity] = useState(() => likelyIdentity(initialChoice, props));
  const [scopeIds, setScopeIds] = useState<string[]>([]);
  const latest = useRef<string | null>(groupId);

  async function load(id: string) {
    setFailure(null);
    const outcome = await ask(loadGroup, id);
    // Somebody may have chosen another group meanwhile.
    if (latest.current !== id) return;
    if (outcome.status === 'refused') return setFailure(outcome.message);
    setChoice(outcome.result);
    setIdentity(likelyIdentity(outcome.result, props));
  }

  return {
    groupId,
    choice,
    failure,
    loading: groupId !== null && choice === null && failure === null,
    identity,
    setIdentity,
    scopeIds,
    setScopeIds,
    chooseGroup(id: string | null) {
      latest.current = id;
      setGroupId(id);
      setChoice(null);
      setIdentity(null);
      setScopeIds([]);
      setFailure(null);
      if (id !== null) void load(id);
    },
    retry() {
      if (groupId !== null) void load(groupId);
    },
  };
}

export type ChosenGroup = ReturnType<typeof useGroupChoice>;

/** Whom a token is for most likely: who the address names, or oneself. */
function likelyIdentity(
  choice: GroupChoice | null,
  wish: { initialIdentity: string | null; actorId: string },
): string | null {
  const able = choice?.members.filter(({ refusal }) => refusal === null) ?? [];
  const find = (id: string | null) => able.find((member) => member.id === id)?.id;
  return find(wish.initialIdentity) ?? find(wish.actorId) ?? null;
}

async function ask(loadGroup: LoadGroup, id: string): Promise<ActionOutcome<GroupChoice>> {
  try {
    return await loadGroup(id);
  } catch (cause) {
    console.error(new Error(`The group ${id} could not be read`, { cause }));
    return { status: 'refused', code: 'unreachable', message: 'The server did not answer.' };
  }
}
