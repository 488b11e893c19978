ALTER TABLE "groups" ALTER COLUMN "rotation_overlap_seconds" SET DEFAULT 86400;--> statement-breakpoint
ALTER TABLE "token_usage" ADD COLUMN "last_allowed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "tokens" ADD COLUMN "idle_from" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
UPDATE "tokens" SET "idle_from" = "created_at";--> statement-breakpoint
-- The last use of a token that was allowed before isn't known exactly; its last use is no earlier.
UPDATE "token_usage" SET "last_allowed_at" = "last_used_at" WHERE "allowed_count" > 0;--> statement-breakpoint
-- As in 0004, and beside it when a token was last allowed: denied uses keep nothing from going idle.
CREATE OR REPLACE FUNCTION count_token_uses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO token_usage AS kept
    (token_id, first_used_at, last_used_at, last_allowed_at, last_ip, allowed_count, denied_count)
  SELECT token_id, min(at), max(at), max(at) FILTER (WHERE outcome = 'allowed'),
    (array_agg(ip ORDER BY at DESC) FILTER (WHERE ip IS NOT NULL))[1],
    count(*) FILTER (WHERE outcome = 'allowed'), count(*) FILTER (WHERE outcome = 'denied')
  FROM arrived
  WHERE token_id IS NOT NULL
  GROUP BY token_id
  -- In one order for all, so that verifiers that share tokens don't wait for each other in a circle.
  ORDER BY token_id
  ON CONFLICT (token_id) DO UPDATE SET
    first_used_at = least(kept.first_used_at, excluded.first_used_at),
    last_used_at = greatest(kept.last_used_at, excluded.last_used_at),
    last_allowed_at = greatest(kept.last_allowed_at, excluded.last_allowed_at),
    last_ip = CASE WHEN excluded.last_used_at >= kept.last_used_at
      THEN coalesce(excluded.last_ip, kept.last_ip) ELSE kept.last_ip END,
    allowed_count = kept.allowed_count + excluded.allowed_count,
    denied_count = kept.denied_count + excluded.denied_count;
  RETURN NULL;
END
$$;
