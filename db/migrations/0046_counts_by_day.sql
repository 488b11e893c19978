-- Decisions are found by their address as such. Ten million rows take about a minute, in which none arrive.
DROP INDEX "decisions_ip";--> statement-breakpoint
CREATE INDEX "decisions_address" ON "decisions" USING btree (address_of("ip"),"at");
--> statement-breakpoint
-- What each decision counts for: its token and who acted by the day, over all verifiers, the rest by the hour.
CREATE OR REPLACE FUNCTION count_decisions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO decision_counts AS kept (dimension, hour, value, label, verifier, allowed, denied)
  SELECT counted.dimension, date_trunc(counted.span, at, 'UTC'), counted.value, coalesce(counted.label, ''),
    CASE counted.span WHEN 'hour' THEN verifier ELSE '' END,
    coalesce(sum(folded_count) FILTER (WHERE outcome = 'allowed'), 0),
    coalesce(sum(folded_count) FILTER (WHERE outcome = 'denied'), 0)
  FROM arrived CROSS JOIN LATERAL (VALUES
    ('all', '', '', 'hour'), ('code', code, '', 'hour'), ('api', api, '', 'hour'),
    ('operation', operation, '', 'hour'), ('group', group_id, group_slug, 'hour'),
    ('token', token_id, token_name, 'day'), ('actor', identity_id, identity_name, 'day')
  ) AS counted (dimension, value, label, span)
  WHERE counted.value IS NOT NULL
  GROUP BY 1, 2, 3, 4, 5
  -- In one order for all, so that those who arrive at once don't wait for each other in a circle.
  ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (dimension, hour, value, label, verifier) DO UPDATE SET
    allowed = kept.allowed + excluded.allowed,
    denied = kept.denied + excluded.denied;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- No decision arrives meanwhile: the index above holds them off until the commit.
CREATE TEMPORARY TABLE counted_by_day ON COMMIT DROP AS
SELECT dimension, date_trunc('day', hour, 'UTC') AS day, value, label, sum(allowed) AS allowed, sum(denied) AS denied
FROM decision_counts WHERE dimension IN ('token', 'actor') GROUP BY 1, 2, 3, 4;
--> statement-breakpoint
DELETE FROM decision_counts WHERE dimension IN ('token', 'actor');
--> statement-breakpoint
INSERT INTO decision_counts (dimension, hour, value, label, verifier, allowed, denied)
SELECT dimension, day, value, label, '', allowed, denied FROM counted_by_day;
