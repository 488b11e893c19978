ALTER TABLE "decision_tombstones" ADD CONSTRAINT "decision_tombstones_signed" CHECK ("decision_tombstones"."signature" ~ '^[A-Za-z0-9_-]{86}$' and "decision_tombstones"."key_id" ~ '^ed25519:[A-Za-z0-9_-]{43}$' and "decision_tombstones"."unsealed" >= 0);
--> statement-breakpoint
-- Drops the decisions of a day, and what was counted by their names, in the transaction that recorded the
-- tombstone, which must follow the last and say exactly what goes. Whoever asks: never of the last thirty
-- days, never what the policy or an open incident keeps.
CREATE OR REPLACE FUNCTION drop_decisions(tombstone_seq bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public SET lock_timeout = '2s' AS $$
DECLARE
  stone public.decision_tombstones%ROWTYPE;
  policy public.retention_policy%ROWTYPE;
  today date := (now() AT TIME ZONE 'UTC')::date;
  day_start timestamptz;
  day_end timestamptz;
  partition_name text;
  promised bigint;
  emptied record;
  found_rows bigint;
BEGIN
  SELECT * INTO STRICT stone FROM public.decision_tombstones WHERE seq = tombstone_seq AND recorded_at = now();
  IF stone.seq <> 1 + (SELECT coalesce(max(seq), 0) FROM public.decision_tombstones WHERE seq <> stone.seq) THEN
    RAISE EXCEPTION 'tombstone % does not follow the last', stone.seq;
  END IF;
  IF stone.day > today - 31 THEN
    RAISE EXCEPTION 'decisions of the last 30 days are never dropped';
  END IF;
  SELECT * INTO STRICT policy FROM public.retention_policy FOR UPDATE;
  IF policy.decisions_days IS NULL OR stone.day > today - 1 - policy.decisions_days
     OR policy.shortened_at + interval '7 days' > now() THEN
    RAISE EXCEPTION 'the policy keeps the decisions of %', stone.day;
  END IF;
  IF policy.hold_reason IS NOT NULL THEN
    RAISE EXCEPTION 'nothing is dropped at present: %', policy.hold_reason;
  END IF;
  -- No incident opens until the commit, and what an open one may need stays: from a day before it, or
  -- from its first evidence on.
  LOCK TABLE public.incidents IN SHARE MODE;
  IF EXISTS (
    SELECT 1 FROM public.incidents i WHERE i.closed_at IS NULL AND stone.day >= (least(
      i.opened_at - interval '1 day',
      (SELECT min((e.radius ->> 'from')::timestamptz) FROM public.incident_entries e WHERE e.incident_id = i.id)
    ) AT TIME ZONE 'UTC')::date) THEN
    RAISE EXCEPTION 'an open incident keeps the decisions of %', stone.day;
  END IF;
  day_start := stone.day::timestamp AT TIME ZONE 'UTC';
  day_end := (stone.day + 1)::timestamp AT TIME ZONE 'UTC';
  partition_name := 'decisions_' || to_char(stone.day, 'YYYYMMDD');
  -- Nothing arrives in this day while it is counted; other days are read and written on.
  LOCK TABLE public.decisions_default IN SHARE ROW EXCLUSIVE MODE;
  IF to_regclass('public.' || partition_name) IS NOT NULL THEN
    EXECUTE format('LOCK TABLE public.%I IN SHARE ROW EXCLUSIVE MODE', partition_name);
  END IF;
  WITH gone AS (
    UPDATE public.decision_batches b SET leaves = '', tombstone = stone.seq
    FROM jsonb_to_recordset(stone.chains) AS c (verifier text, "from" bigint, "to" bigint)
    WHERE b.day = stone.day AND b.tombstone IS NULL AND b.verifier = c.verifier AND b.seq BETWEEN c."from" AND c."to"
    RETURNING b.rows)
  SELECT count(*) AS batches, coalesce(sum(gone.rows), 0) AS decisions INTO emptied FROM gone;
  SELECT coalesce(sum(c.rows), 0), coalesce(sum(c.batches), 0) INTO promised, found_rows
  FROM jsonb_to_recordset(stone.chains) AS c (batches bigint, rows bigint);
  IF emptied.batches <> found_rows OR emptied.decisions <> promised
     OR EXISTS (SELECT 1 FROM public.decision_batches WHERE day = stone.day AND tombstone IS NULL) THEN
    RAISE EXCEPTION 'the tombstone of % does not name the batches of that day', stone.day;
  END IF;
  SELECT count(*) INTO found_rows FROM public.decisions WHERE at >= day_start AND at < day_end;
  IF found_rows <> promised + stone.unsealed THEN
    RAISE EXCEPTION 'the tombstone of % says % decisions, and % are there', stone.day, promised + stone.unsealed, found_rows;
  END IF;
  DELETE FROM public.decisions_default WHERE at >= day_start AND at < day_end;
  DELETE FROM public.decision_counts
  WHERE dimension IN ('all', 'code', 'api', 'operation', 'group', 'token', 'actor') AND hour >= day_start AND hour < day_end;
  -- Last, for it holds off everybody else until the commit.
  EXECUTE format('DROP TABLE IF EXISTS public.%I', partition_name);
END
$$;
