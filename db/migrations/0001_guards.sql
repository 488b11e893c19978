-- What drizzle cannot express: history that cannot be rewritten, its first head, and the daily partitions.
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, repeat('0', 64));
--> statement-breakpoint
CREATE FUNCTION refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE ON audit_events
  FOR EACH ROW EXECUTE FUNCTION refuse_history_change();
--> statement-breakpoint
CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change();
--> statement-breakpoint
CREATE TRIGGER decisions_append_only BEFORE UPDATE OR DELETE ON decisions
  FOR EACH ROW EXECUTE FUNCTION refuse_history_change();
--> statement-breakpoint
CREATE TRIGGER decisions_no_truncate BEFORE TRUNCATE ON decisions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change();
--> statement-breakpoint
CREATE FUNCTION refuse_head_rewind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.seq <> OLD.seq + 1 THEN
    RAISE EXCEPTION 'the head of the audit log only moves forward by one' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_head_forward_only BEFORE UPDATE OR DELETE ON audit_head
  FOR EACH ROW EXECUTE FUNCTION refuse_head_rewind();
--> statement-breakpoint
-- Rows outside every prepared day still land somewhere: recording must never fail for want of a partition.
CREATE TABLE decisions_default PARTITION OF decisions DEFAULT;
--> statement-breakpoint
CREATE TRIGGER decisions_default_no_truncate BEFORE TRUNCATE ON decisions_default
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change();
--> statement-breakpoint
-- Creates the daily partitions (UTC days) from the first day to the last that are not there yet.
CREATE FUNCTION ensure_decision_partitions(first_day date, last_day date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  day date;
  partition_name text;
  created integer := 0;
BEGIN
  IF last_day - first_day > 400 THEN
    RAISE EXCEPTION 'at most 400 days of partitions at once';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('keyward.decision_partitions'));
  FOR day IN SELECT generate_series(first_day, last_day, interval '1 day')::date LOOP
    partition_name := 'decisions_' || to_char(day, 'YYYYMMDD');
    IF to_regclass('public.' || partition_name) IS NULL
       AND NOT EXISTS (SELECT 1 FROM public.decisions_default
                       WHERE at >= (day::timestamp AT TIME ZONE 'UTC')
                         AND at < ((day + 1)::timestamp AT TIME ZONE 'UTC')) THEN
      EXECUTE format('CREATE TABLE public.%I PARTITION OF public.decisions FOR VALUES FROM (%L) TO (%L)',
        partition_name, (day::timestamp AT TIME ZONE 'UTC'), ((day + 1)::timestamp AT TIME ZONE 'UTC'));
      EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON public.%I FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_history_change()',
        partition_name || '_no_truncate', partition_name);
      created := created + 1;
    END IF;
  END LOOP;
  RETURN created;
END
$$;
--> statement-breakpoint
SELECT ensure_decision_partitions(current_date - 1, current_date + 7);
