DROP INDEX "operations_api_route";--> statement-breakpoint
ALTER TABLE "apis" ADD COLUMN "other_base_paths" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "apis" ADD COLUMN "ignores_trailing_slash" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "operations" ADD COLUMN "is_public" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "operations_api_route" ON "operations" USING btree ("api_id","method",regexp_replace("path_template", '\{[^}]*?(\.\.\.)?\}', '{\1}', 'g')) WHERE "operations"."method" is not null;--> statement-breakpoint
-- As before, but a token shown where none is needed wasn't used: it may be a dead one.
CREATE OR REPLACE FUNCTION count_token_uses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO token_usage AS kept
    (token_id, first_used_at, last_used_at, last_allowed_at, last_ip, allowed_count, denied_count)
  SELECT token_id, min(at), max(at), max(at) FILTER (WHERE outcome = 'allowed'),
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
    last_ip = CASE WHEN excluded.last_used_at >= kept.last_used_at
      THEN coalesce(excluded.last_ip, kept.last_ip) ELSE kept.last_ip END,
    allowed_count = kept.allowed_count + excluded.allowed_count,
    denied_count = kept.denied_count + excluded.denied_count;
  RETURN NULL;
END
$$;
