-- Built beside the old one, which goes last: reads of tokens go on meanwhile.
CREATE INDEX "tokens_standing_by_use" ON "tokens" USING btree ("group_id","identity_id","kind","state","approval","retires_at","expires_at","created_at","idle_from","restricted","id") WHERE "tokens"."parent_id" is null and "tokens"."allowed_cidrs" = '{}';--> statement-breakpoint
-- What takes a token out of those that lie unused for 30 days or longer, with a day to spare: for a transaction
-- that takes long. Any other use only puts off when it comes among them. Of each row, for few are ever noted.
CREATE FUNCTION note_standing_of_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO standing_changes (group_id) SELECT group_id FROM tokens WHERE id = OLD.token_id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- The first use of a token that is old enough to lie unused.
CREATE FUNCTION note_standings_of_first_uses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO standing_changes (group_id)
    SELECT DISTINCT used.group_id FROM (
      -- Looked up by its id, however many the plan was made for.
      SELECT (SELECT tokens.group_id FROM tokens WHERE tokens.id = changed.token_id
        AND tokens.created_at < clock_timestamp() - interval '14 days') AS group_id
      FROM changed) AS used
    WHERE used.group_id IS NOT NULL;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION note_standings_of_restricted_tokens() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO standing_changes (group_id)
    SELECT DISTINCT group_id FROM tokens WHERE id IN (SELECT token_id FROM changed);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION note_standings_of_scopes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO standing_changes (group_id)
    SELECT DISTINCT group_id FROM group_scopes WHERE scope_id IN (SELECT scope_id FROM changed);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION note_standings_of_scope() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO standing_changes (group_id) SELECT group_id FROM group_scopes WHERE scope_id = NEW.id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION note_standings_of_operation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO standing_changes (group_id)
    SELECT DISTINCT group_id FROM group_scopes WHERE scope_id IN (
      SELECT scope_id FROM scope_operations WHERE operation_id = NEW.id);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER token_usage_standings_insert AFTER INSERT ON token_usage REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_standings_of_first_uses();
--> statement-breakpoint
CREATE TRIGGER token_usage_standings_update AFTER UPDATE ON token_usage FOR EACH ROW
  WHEN (NEW.last_used_at < OLD.last_used_at OR NEW.last_used_at > OLD.last_used_at
    AND OLD.last_used_at < clock_timestamp() - interval '29 days')
  EXECUTE FUNCTION note_standing_of_use();
--> statement-breakpoint
CREATE TRIGGER token_usage_standings_delete AFTER DELETE ON token_usage FOR EACH ROW
  EXECUTE FUNCTION note_standing_of_use();
--> statement-breakpoint
CREATE TRIGGER token_scopes_standings_insert AFTER INSERT ON token_scopes REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_standings_of_restricted_tokens();
--> statement-breakpoint
CREATE TRIGGER token_scopes_standings_delete AFTER DELETE ON token_scopes REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_standings_of_restricted_tokens();
--> statement-breakpoint
CREATE TRIGGER group_scopes_standings_insert AFTER INSERT ON group_scopes REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_standings_of_groups();
--> statement-breakpoint
CREATE TRIGGER group_scopes_standings_delete AFTER DELETE ON group_scopes REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_standings_of_groups();
--> statement-breakpoint
CREATE TRIGGER scope_operations_standings_insert AFTER INSERT ON scope_operations REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_standings_of_scopes();
--> statement-breakpoint
CREATE TRIGGER scope_operations_standings_delete AFTER DELETE ON scope_operations REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_standings_of_scopes();
--> statement-breakpoint
CREATE TRIGGER scopes_standings_update AFTER UPDATE ON scopes FOR EACH ROW
  WHEN (NEW.name IS DISTINCT FROM OLD.name) EXECUTE FUNCTION note_standings_of_scope();
--> statement-breakpoint
CREATE TRIGGER operations_standings_update AFTER UPDATE ON operations FOR EACH ROW
  WHEN (NEW.method IS DISTINCT FROM OLD.method) EXECUTE FUNCTION note_standings_of_operation();
--> statement-breakpoint
CREATE TRIGGER apis_standings_update AFTER UPDATE ON apis FOR EACH ROW
  WHEN (NEW.slug IS DISTINCT FROM OLD.slug) EXECUTE FUNCTION note_standings_of_all();
--> statement-breakpoint
DROP INDEX "tokens_standing";--> statement-breakpoint
ALTER INDEX "tokens_standing_by_use" RENAME TO "tokens_standing";
