-- Finds text anywhere in the paths of a day that is over (UTC, and an hour for decisions that come late): by an
-- index of trigrams, made for one day a call, the newest first. A day that goes on has none, for it would slow
-- down what arrives. Names, operations and codes are found in what is counted by them: those rows are few, and
-- what changes in them has no index. Where the extension can't be had, nothing is made and searches look through
-- rows as before. Returns whether a day got its index.
CREATE FUNCTION index_closed_decisions() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
SET lock_timeout = '2s' SET maintenance_work_mem = '128MB' SET client_min_messages = 'warning' AS $$
DECLARE
  partition_name text;
  extension_schema text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('keyward.decision_partitions'));
  SELECT c.relname INTO partition_name
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = 'public.decisions'::regclass
    -- Names of days are in the order of their days; that of the default partition comes after them all.
    AND c.relname < 'decisions_' || to_char((now() - interval '1 hour') AT TIME ZONE 'UTC', 'YYYYMMDD')
    AND to_regclass('public.' || c.relname || '_path') IS NULL
  ORDER BY c.relname DESC LIMIT 1;
  IF partition_name IS NULL THEN
    RETURN false;
  END IF;
  BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;
  EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
    RETURN false;
  END;
  SELECT n.nspname INTO STRICT extension_schema
  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm';
  EXECUTE format('CREATE INDEX IF NOT EXISTS decision_counts_words ON public.decision_counts USING gin (value %I.gin_trgm_ops, label %I.gin_trgm_ops)',
    extension_schema, extension_schema);
  EXECUTE format('CREATE INDEX %I ON public.%I USING gin (path %I.gin_trgm_ops)',
    partition_name || '_path', partition_name, extension_schema);
  EXECUTE format('ANALYZE public.%I', partition_name);
  RETURN true;
END
$$;
