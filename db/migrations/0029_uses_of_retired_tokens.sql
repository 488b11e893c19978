ALTER TABLE "token_usage" ADD COLUMN "last_retired_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "tokens" ADD COLUMN "still_used_told" text;--> statement-breakpoint
CREATE INDEX "token_usage_retired" ON "token_usage" USING btree ("last_retired_at") WHERE "token_usage"."last_retired_at" is not null;--> statement-breakpoint
-- As in 0012, and beside it when a token was last denied for having been rotated out: somebody has it still.
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
  RETURN NULL;
END
$$;
