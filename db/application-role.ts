import type pg from 'pg';

/** The role the running product signs in with when it manages its own Postgres. */
export const APPLICATION_ROLE = 'keyward_app';

/** History, which grows only; and the heads of its chains, which move on. */
const APPENDED = [
  'audit_events',
  'audit_checkpoints',
  'decisions',
  'decisions_default',
  'decision_batches',
  'decision_checkpoints',
  'decision_tombstones',
  'incident_entries',
];
const HEADS = ['audit_head', 'decision_heads'];

/**
 * Lets the application role work on live tables, only append to history, drop decisions by the function
 * that asks for a tombstone, and see which version the schema has.
 * Does nothing where the role doesn't exist (a database of the user's own): there the triggers stand alone.
 */
export async function grantApplicationRole(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [
    APPLICATION_ROLE,
  ]);
  if (rowCount === 0) return;
  await client.query(`
    grant usage on schema public to ${APPLICATION_ROLE};
    grant select, insert, update, delete on all tables in schema public to ${APPLICATION_ROLE};
    grant usage on all sequences in schema public to ${APPLICATION_ROLE};
    grant usage on schema drizzle to ${APPLICATION_ROLE};
    grant select on drizzle.__drizzle_migrations to ${APPLICATION_ROLE};
    do $$
    declare
      partition regclass;
      kept text;
    begin
      -- A schema from before some of them is migrated, too: tests of older verifiers do.
      foreach kept in array array['${APPENDED.join("', '")}'] loop
        if to_regclass(kept) is not null then
          execute format('revoke update, delete, truncate on %I from ${APPLICATION_ROLE}', kept);
        end if;
      end loop;
      foreach kept in array array['${HEADS.join("', '")}'] loop
        if to_regclass(kept) is not null then
          execute format('revoke delete on %I from ${APPLICATION_ROLE}', kept);
        end if;
      end loop;
      for partition in select inhrelid::regclass from pg_inherits where inhparent = 'decisions'::regclass loop
        execute format('revoke all on %s from ${APPLICATION_ROLE}', partition);
        execute format('grant select, insert on %s to ${APPLICATION_ROLE}', partition);
      end loop;
      -- The one way to drop decisions: it asks for a tombstone, and for what the policy says.
      if to_regprocedure('drop_decisions(bigint)') is not null then
        grant execute on function drop_decisions(bigint) to ${APPLICATION_ROLE};
      end if;
      execute format('grant create on database %I to ${APPLICATION_ROLE}', current_database());
    end $$;
  `);
}
