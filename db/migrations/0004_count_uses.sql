-- How often a token was used is counted with the decisions themselves, in one transaction and for all
-- rows of a statement at once: the counts can't disagree with the history, and nobody has to keep them.
CREATE FUNCTION count_token_uses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO token_usage AS kept
    (token_id, first_used_at, last_used_at, last_ip, allowed_count, denied_count)
  SELECT token_id, min(at), max(at), (array_agg(ip ORDER BY at DESC) FILTER (WHERE ip IS NOT NULL))[1],
    count(*) FILTER (WHERE outcome = 'allowed'), count(*) FILTER (WHERE outcome = 'denied')
  FROM arrived
  WHERE token_id IS NOT NULL
  GROUP BY token_id
  -- In one order for all, so that verifiers that share tokens don't wait for each other in a circle.
  ORDER BY token_id
  ON CONFLICT (token_id) DO UPDATE SET
    first_used_at = least(kept.first_used_at, excluded.first_used_at),
    last_used_at = greatest(kept.last_used_at, excluded.last_used_at),
    last_ip = CASE WHEN excluded.last_used_at >= kept.last_used_at
      THEN coalesce(excluded.last_ip, kept.last_ip) ELSE kept.last_ip END,
    allowed_count = kept.allowed_count + excluded.allowed_count,
    denied_count = kept.denied_count + excluded.denied_count;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER decisions_count_uses AFTER INSERT ON decisions
  REFERENCING NEW TABLE AS arrived
  FOR EACH STATEMENT EXECUTE FUNCTION count_token_uses();
