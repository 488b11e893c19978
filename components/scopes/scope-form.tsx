'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useId, useMemo, useState } from 'react';
import { paths } from '@/components/paths';
import { Field } from '@/components/ui/field';
import { Form } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import { Card } from '@/components/ui/section';
import { useToast } from '@/components/ui/toast';
import { OperationChooser } from './operation-chooser';
import { SaveBar } from './save-bar';
import { changeOf, describeChange } from './scope-change';
import type { ScopeOperation } from './scope-operation';

type SavedScope = {
  /** Null for one that is not saved yet. */
  id: string | null;
  name: string;
  description: string;
  operations: string[];
  groupCount: number;
  tokenCount: number;
};

/** A new or existing scope: name, description and the set of operations, saved in one go. */
export function ScopeForm(props: {
  apiSlug: string;
  operations: ScopeOperation[];
  scope: SavedScope;
  save: FormAction<{ id: string; name: string }>;
  isNew?: boolean;
  readOnlyReason?: string | undefined;
}) {
  const { scope, save, isNew = false } = props;
  const router = useRouter();
  const toast = useToast();
  const titleId = useId();
  const readOnly = props.readOnlyReason !== undefined;
  const [selected, setSelected] = useState<ReadonlySet<string>>(() => new Set(scope.operations));
  const [renamed, setRenamed] = useState(false);
  const onSet = useCallback((names: string[], value: boolean) => {
    setSelected((current) => {
      const next = new Set(current);
      for (const name of names) {
        if (value) next.add(name);
        else next.delete(name);
      }
      return next;
    });
  }, []);
  const saved = useMemo(() => (isNew ? [] : scope.operations), [isNew, scope.operations]);
  const change = useMemo(() => changeOf(saved, selected), [saved, selected]);
  const summary = describeChange(change, scope);
  useLeaveWarning(summary !== null || renamed);

  const action: typeof save = (previous, form) => {
    form.set('operations', JSON.stringify([...selected]));
    return save(previous, form);
  };
  function onDone({ id, name }: { id: string; name: string }) {
    setRenamed(false);
    if (isNew) {
      toast.done(`${name} created`, 'It opens nothing until a group owns it.');
      router.push(paths.scope(props.apiSlug, id));
    } else {
      toast.done(`${name} saved`, summary ?? undefined);
      router.refresh();
    }
  }

  return (
    <Form action={action} onDone={onDone} aria-label="Scope">
      {!readOnly && (
        <Card>
          <div className="grid gap-4 md:grid-cols-2" onInput={() => setRenamed(true)}>
            <Field
              name="name"
              label="Name"
              required
              hint="Such as invoices:read; unique in its API."
            >
              <Input mono defaultValue={scope.name} spellCheck={false} />
            </Field>
            <Field name="description" label="Description" optional>
              <Input defaultValue={scope.description} />
            </Field>
          </div>
        </Card>
      )}
      <section
        aria-labelledby={titleId}
        className="min-w-0 overflow-clip rounded-lg border border-line bg-surface"
      >
        <h2 id={titleId} className="sr-only">
          Operations
        </h2>
        <OperationChooser
          operations={props.operations}
          selected={selected}
          onSet={onSet}
          readOnly={readOnly}
        />
      </section>
      {!readOnly && (
        <SaveBar
          change={change}
          summary={summary}
          renamed={renamed}
          isNew={isNew}
          scopeId={scope.id}
          selected={selected}
          operations={props.operations}
          onReset={() => setSelected(new Set(scope.operations))}
        />
      )}
    </Form>
  );
}

/** Asks before the tab is closed over changes that are not saved. */
function useLeaveWarning(unsaved: boolean) {
  useEffect(() => {
    if (!unsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [unsaved]);
}
