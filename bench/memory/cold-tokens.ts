import type pg from 'pg';

// Ids and hashes of nobody's secret, shaped like those that the product makes.
const INSERT = `insert into tokens (id, kind, identity_id, identity_type, group_id, family_id,
    name, secret_sha256, first_4, last_4, expires_at, created_by, created_by_name)
  select 'tok_0' || left(md5('token ' || at), 25), 'service', owner.id, 'service', owner.group_id,
    'fam_0' || left(md5('family ' || at), 25), 'deploy robot', sha256(('cold ' || at)::bytea),
    left(md5(at::text), 4), right(md5(at::text), 4), now() + interval '7 days', 'bench', 'bench'
  from generate_series(1, $1::int) as at
  join (
    select i.id, m.group_id, row_number() over (order by i.id) - 1 as place
    from identities i join memberships m on m.identity_id = i.id where i.type = 'service'
  ) as owner on owner.place = at % (select count(*) from identities where type = 'service')`;

/** Fills the table up to so many tokens, with ones that nobody holds. @returns how many there are */
export async function addColdTokens(pool: pg.Pool, count: number): Promise<number> {
  const { rows } = await pool.query<{ count: string }>('select count(*) from tokens');
  await pool.query(INSERT, [count - Number(rows[0]?.count)]);
  const { rows: after } = await pool.query<{ count: string }>('select count(*) from tokens');
  return Number(after[0]?.count);
}
