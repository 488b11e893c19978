import { asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { groups, memberships } from '@/db/schema/groups';
import { label, prose, slug, soughtText } from '@/domain/base/input';
import { invalid } from '@/domain/base/refusal';
import { createGroup } from '@/domain/groups/create-group';
import { deleteGroup } from '@/domain/groups/delete-group';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { type GroupView, selectGroups, toGroupView } from '@/domain/groups/group-view';
import { policySchema } from '@/domain/groups/policy';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { unfreezeGroup } from '@/domain/groups/unfreeze-group';
import { updateGroup } from '@/domain/groups/update-group';
import { type Change, differing, inOrder, listed, type Section, sorted } from '../change';
import { amountOf } from '../effect-words';
import { Refused } from '../refused';
import { diffMembers, membersSchema, readMembers } from './members';
import { readRules, removeRule } from './trust-rules';

const groupSchema = z.strictObject({
  name: label().optional(),
  description: prose().optional(),
  policy: policySchema.partial().optional(),
  /** Qualified names, `billing/invoices:read`: the whole set. */
  scopes: z.array(soughtText(300).min(1)).max(1_000).optional(),
  serviceAccounts: membersSchema.optional(),
  /** Left out, a group stays as it is: what an incident has stopped, no file starts again. */
  frozen: z.boolean().optional(),
});
export const groupsSchema = z.record(slug(), groupSchema);
type Wanted = z.output<typeof groupsSchema>;
type Said = Wanted[string];

const readGroups = async (db: Parameters<typeof selectGroups>[0]) =>
  new Map(
    (await selectGroups(db).orderBy(asc(groups.slug))).map((row) => {
      const view = toGroupView(row);
      return [view.slug, view];
    }),
  );

export const groupsSection: Section<Wanted> = {
  listedBy: ['groups.list', 'groups.listMembers'],

  async read(db) {
    const said: [string, unknown][] = [];
    for (const [name, view] of await readGroups(db)) {
      const serviceAccounts = await readMembers(db, view.id);
      const { policy, description } = view;
      const own = { name: view.name, description, policy, scopes: [...view.scopes].sort(inOrder) };
      said.push([
        name,
        {
          ...(view.builtIn ? { policy } : own),
          serviceAccounts,
          ...(view.state === 'frozen' ? { frozen: true } : {}),
        },
      ]);
    }
    return sorted(said);
  },

  async diff({ db }, wanted) {
    const views = await readGroups(db);
    const changes: Change[] = [];
    for (const [name, said] of Object.entries(wanted)) {
      const view = views.get(name);
      changes.push(...(view ? diffGroup(view, said) : makeGroup(name, said)));
      changes.push(...diffScopesAndState(name, said, view));
      if (said.serviceAccounts) {
        changes.push(...(await diffMembers(db, name, view?.id ?? '', said.serviceAccounts)));
      }
    }
    for (const [name, view] of views) {
      if (Object.hasOwn(wanted, name) || view.builtIn) continue;
      const rules = [...(await readRules(db)).values()].filter(({ group }) => group.id === view.id);
      changes.push(...rules.map((rule) => removeRule(rule, ['groups'])));
      const members = await db.$count(memberships, eq(memberships.groupId, view.id));
      changes.push({
        ...{ at: 'removedGroups', verb: 'delete', kind: 'group', name, fields: [] },
        effect:
          members > 0
            ? `${amountOf(members, 'membership')} ${members === 1 ? 'ends' : 'end'} with it.`
            : undefined,
        ...{ path: ['groups'], step: { command: deleteGroup, input: { group: name } } },
      });
    }
    return changes;
  },
};

const pathOf = (group: string) => ['groups', group];

function makeGroup(group: string, said: Said): Change[] {
  const { name = group, description, policy } = said;
  return [
    {
      ...{ at: 'groups', verb: 'create', kind: 'group', name: group, path: pathOf(group) },
      fields: [...differing({}, { name, description }), ...differing({}, { ...policy })],
      step: { command: createGroup, input: { slug: group, name, description, policy } },
    },
  ];
}

function diffGroup(view: GroupView, { name, description, policy }: Said): Change[] {
  const changed = differing(view.policy, { ...policy });
  const fields = [...differing(view, { name, description }), ...changed];
  if (fields.length === 0) return [];
  const named = new Set(changed.map((field) => field.name));
  const entries = Object.entries(policy ?? {}).filter(([field]) => named.has(field));
  const input = {
    ...{ group: view.slug, name, description },
    ...(entries.length > 0 && { policy: Object.fromEntries(entries) }),
  };
  return [
    {
      ...{ at: 'groups', verb: 'update', kind: 'group', name: view.slug, path: pathOf(view.slug) },
      ...{ fields, step: { command: updateGroup, input } },
    },
  ];
}

function diffScopesAndState(group: string, said: Said, view: GroupView | undefined): Change[] {
  const path = pathOf(group);
  const changes: Change[] = [];
  if (said.scopes) {
    const wanted = [...new Set(said.scopes)].sort(inOrder);
    const strange = said.scopes.findIndex((scope) => !scope.includes('/'));
    if (strange >= 0) {
      const message = `Write api/scope, such as “billing/${said.scopes[strange]}”.`;
      throw new Refused(invalid(`scopes.${strange}`, message), path);
    }
    const fields = listed('scopes', view?.scopes ?? [], wanted);
    if (fields.length > 0) {
      changes.push({
        ...{ at: 'groupScopes', verb: 'update', kind: 'scopes of group', name: group },
        path: [...path, 'scopes'],
        // The command calls its field as the file does.
        placeOf: (field) => [...path, ...(field.length > 0 ? field : ['scopes'])],
        ...{ fields, step: { command: setGroupScopes, input: { group, scopes: said.scopes } } },
      });
    }
  }
  const frozen = view?.state === 'frozen';
  if (said.frozen !== undefined && said.frozen !== frozen) {
    const command = said.frozen ? freezeGroup : unfreezeGroup;
    changes.push({
      ...{ at: 'states', verb: 'update', kind: 'group', name: group, path: [...path, 'frozen'] },
      fields: differing({ frozen }, { frozen: said.frozen }),
      step: { command, input: { group } },
    });
  }
  return changes;
}
