CREATE TABLE "decision_tombstones" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"day" date NOT NULL,
	"chains" jsonb NOT NULL,
	"unsealed" bigint NOT NULL,
	"at" timestamp(6) with time zone NOT NULL,
	"signature" text NOT NULL,
	"key_id" text NOT NULL,
	"recorded_at" timestamp(6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "operation_uses" (
	"token_id" text NOT NULL,
	"api" text NOT NULL,
	"operation" text NOT NULL,
	"day" date NOT NULL,
	"group_id" text,
	"allowed" bigint NOT NULL,
	"denied" bigint NOT NULL,
	"last_allowed_at" timestamp (3) with time zone,
	"last_denied_at" timestamp (3) with time zone,
	CONSTRAINT "operation_uses_token_id_api_operation_day_pk" PRIMARY KEY("token_id","api","operation","day")
);
--> statement-breakpoint
CREATE TABLE "retention_policy" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"decisions_days" integer,
	"notices_days" integer,
	"hold_reason" text,
	"shortened_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "retention_policy_single" CHECK ("retention_policy"."id" = 1),
	CONSTRAINT "retention_policy_days" CHECK ("retention_policy"."decisions_days" >= 30 and "retention_policy"."notices_days" >= 30)
);
--> statement-breakpoint
ALTER TABLE "decision_batches" DROP CONSTRAINT "decision_batches_leaves";--> statement-breakpoint
ALTER TABLE "decision_batches" ADD COLUMN "tombstone" bigint;--> statement-breakpoint
CREATE INDEX "decision_tombstones_day" ON "decision_tombstones" USING btree ("day");--> statement-breakpoint
CREATE INDEX "operation_uses_group" ON "operation_uses" USING btree ("group_id","day");--> statement-breakpoint
ALTER TABLE "decision_batches" ADD CONSTRAINT "decision_batches_leaves" CHECK ("decision_batches"."rows" > 0 and octet_length("decision_batches"."leaves") = case when "decision_batches"."tombstone" is null then "decision_batches"."rows" * 32 else 0 end);
--> statement-breakpoint
-- Nothing that is there is dropped because of an upgrade: only a new installation begins with an end.
INSERT INTO retention_policy (id, decisions_days, notices_days)
SELECT 1, kept.days, kept.days
FROM (SELECT CASE WHEN EXISTS (SELECT 1 FROM decisions) OR EXISTS (SELECT 1 FROM audit_events) THEN NULL ELSE 400 END AS days) AS kept;
--> statement-breakpoint
CREATE TRIGGER decision_tombstones_append_only BEFORE UPDATE OR DELETE ON decision_tombstones
  FOR EACH ROW EXECUTE FUNCTION refuse_history_change();
--> statement-breakpoint
CREATE TRIGGER decision_tombstones_no_truncate BEFORE TRUNCATE ON decision_tombstones
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change();
--> statement-breakpoint
-- Of a batch, only its leaves go, and only in the transaction that records the tombstone of its day.
CREATE FUNCTION refuse_batch_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.tombstone IS NULL
     AND to_jsonb(NEW) - 'leaves' - 'tombstone' = to_jsonb(OLD) - 'leaves' - 'tombstone'
     AND EXISTS (SELECT 1 FROM public.decision_tombstones t
                 WHERE t.seq = NEW.tombstone AND t.day = OLD.day AND t.recorded_at = now()) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
--> statement-breakpoint
CREATE OR REPLACE TRIGGER decision_batches_append_only BEFORE UPDATE OR DELETE ON decision_batches
  FOR EACH ROW EXECUTE FUNCTION refuse_batch_change();
--> statement-breakpoint
-- The same of decisions that found no partition of their day.
CREATE FUNCTION refuse_decision_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM public.decision_tombstones t
     WHERE t.day = (OLD.at AT TIME ZONE 'UTC')::date AND t.recorded_at = now()) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
--> statement-breakpoint
CREATE OR REPLACE TRIGGER decisions_append_only BEFORE UPDATE OR DELETE ON decisions
  FOR EACH ROW EXECUTE FUNCTION refuse_decision_change();
--> statement-breakpoint
-- Drops the decisions of a day, and what was counted by their names, in the transaction that recorded the
-- tombstone, which must say exactly what goes. Never of the last thirty days, whoever asks.
CREATE FUNCTION drop_decisions(tombstone_seq bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public SET lock_timeout = '2s' AS $$
DECLARE
  stone public.decision_tombstones%ROWTYPE;
  day_start timestamptz;
  day_end timestamptz;
  partition_name text;
  promised bigint;
  emptied record;
  found_rows bigint;
BEGIN
  SELECT * INTO STRICT stone FROM public.decision_tombstones WHERE seq = tombstone_seq AND recorded_at = now();
  IF stone.day > (now() AT TIME ZONE 'UTC')::date - 31 THEN
    RAISE EXCEPTION 'decisions of the last 30 days are never dropped';
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
--> statement-breakpoint
REVOKE ALL ON FUNCTION drop_decisions(bigint) FROM PUBLIC;
--> statement-breakpoint
-- A row is written often within its day, and no index has what changes.
ALTER TABLE operation_uses SET (fillfactor = 80);
--> statement-breakpoint
-- As before, and beside it what each token did of each operation on a day.
CREATE OR REPLACE FUNCTION count_token_uses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO token_usage AS kept
    (token_id, first_used_at, last_used_at, last_allowed_at, last_retired_at, last_ip, allowed_count, denied_count)
  SELECT token_id, min(at), max(at), max(at) FILTER (WHERE outcome = 'allowed'),
    max(at) FILTER (WHERE code = 'token_retired'),
    (array_agg(ip ORDER BY at DESC) FILTER (WHERE ip IS NOT NULL))[1],
    count(*) FILTER (WHERE outcome = 'allowed'), count(*) FILTER (WHERE outcome = 'denied')
  FROM arrived
  WHERE token_id IS NOT NULL AND reason IS DISTINCT FROM 'public_operation'
  GROUP BY token_id
  -- In one order for all, so that verifiers that share tokens don't wait for each other in a circle.
  ORDER BY token_id
  ON CONFLICT (token_id) DO UPDATE SET
    first_used_at = least(kept.first_used_at, excluded.first_used_at),
    last_used_at = greatest(kept.last_used_at, excluded.last_used_at),
    last_allowed_at = greatest(kept.last_allowed_at, excluded.last_allowed_at),
    last_retired_at = greatest(kept.last_retired_at, excluded.last_retired_at),
    last_ip = CASE WHEN excluded.last_used_at >= kept.last_used_at
      THEN coalesce(excluded.last_ip, kept.last_ip) ELSE kept.last_ip END,
    allowed_count = kept.allowed_count + excluded.allowed_count,
    denied_count = kept.denied_count + excluded.denied_count;
  INSERT INTO operation_uses AS kept
    (token_id, api, operation, day, group_id, allowed, denied, last_allowed_at, last_denied_at)
  SELECT token_id, api, operation, (at AT TIME ZONE 'UTC')::date, max(group_id),
    coalesce(sum(folded_count) FILTER (WHERE outcome = 'allowed'), 0),
    coalesce(sum(folded_count) FILTER (WHERE outcome = 'denied'), 0),
    max(at) FILTER (WHERE outcome = 'allowed'), max(at) FILTER (WHERE outcome = 'denied')
  FROM arrived
  WHERE token_id IS NOT NULL AND api IS NOT NULL AND operation IS NOT NULL
  GROUP BY 1, 2, 3, 4
  ORDER BY 1, 2, 3, 4
  ON CONFLICT (token_id, api, operation, day) DO UPDATE SET
    allowed = kept.allowed + excluded.allowed,
    denied = kept.denied + excluded.denied,
    last_allowed_at = greatest(kept.last_allowed_at, excluded.last_allowed_at),
    last_denied_at = greatest(kept.last_denied_at, excluded.last_denied_at);
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- The trigger is replaced above, which holds arriving decisions off until the commit: each is counted once.
INSERT INTO operation_uses
  (token_id, api, operation, day, group_id, allowed, denied, last_allowed_at, last_denied_at)
SELECT token_id, api, operation, (at AT TIME ZONE 'UTC')::date, max(group_id),
  coalesce(sum(folded_count) FILTER (WHERE outcome = 'allowed'), 0),
  coalesce(sum(folded_count) FILTER (WHERE outcome = 'denied'), 0),
  max(at) FILTER (WHERE outcome = 'allowed'), max(at) FILTER (WHERE outcome = 'denied')
FROM decisions
WHERE token_id IS NOT NULL AND api IS NOT NULL AND operation IS NOT NULL AND at > now() - interval '91 days'
GROUP BY 1, 2, 3, 4;
