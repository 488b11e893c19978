CREATE TABLE "standing_changes" (
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"group_id" text,
	"identity_id" text,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "standing_changes_xid" ON "standing_changes" USING btree ("xid");--> statement-breakpoint
CREATE INDEX "standing_changes_at" ON "standing_changes" USING btree ("at");--> statement-breakpoint
CREATE FUNCTION note_standings_of_groups() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO standing_changes (group_id) SELECT DISTINCT group_id FROM changed;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- Of rows that may have come from another group.
CREATE FUNCTION note_standings_of_both_groups() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO standing_changes (group_id) SELECT group_id FROM changed UNION SELECT group_id FROM earlier;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION note_standings_of_group() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO standing_changes (group_id) SELECT id FROM changed;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION note_standings_of_identities() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO standing_changes (identity_id)
    SELECT changed.id FROM changed JOIN earlier USING (id) WHERE changed.state IS DISTINCT FROM earlier.state;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION note_standings_of_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO standing_changes DEFAULT VALUES;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER tokens_standings_insert AFTER INSERT ON tokens REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_standings_of_groups();
--> statement-breakpoint
CREATE TRIGGER tokens_standings_update AFTER UPDATE ON tokens REFERENCING NEW TABLE AS changed OLD TABLE AS earlier
  FOR EACH STATEMENT EXECUTE FUNCTION note_standings_of_both_groups();
--> statement-breakpoint
CREATE TRIGGER tokens_standings_delete AFTER DELETE ON tokens REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_standings_of_groups();
--> statement-breakpoint
CREATE TRIGGER tokens_standings_truncate AFTER TRUNCATE ON tokens
  FOR EACH STATEMENT EXECUTE FUNCTION note_standings_of_all();
--> statement-breakpoint
CREATE TRIGGER memberships_standings_insert AFTER INSERT ON memberships REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_standings_of_groups();
--> statement-breakpoint
CREATE TRIGGER memberships_standings_update AFTER UPDATE ON memberships REFERENCING NEW TABLE AS changed OLD TABLE AS earlier
  FOR EACH STATEMENT EXECUTE FUNCTION note_standings_of_both_groups();
--> statement-breakpoint
CREATE TRIGGER memberships_standings_delete AFTER DELETE ON memberships REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_standings_of_groups();
--> statement-breakpoint
CREATE TRIGGER groups_standings_update AFTER UPDATE ON groups REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_standings_of_group();
--> statement-breakpoint
CREATE TRIGGER identities_standings_update AFTER UPDATE ON identities REFERENCING NEW TABLE AS changed OLD TABLE AS earlier
  FOR EACH STATEMENT EXECUTE FUNCTION note_standings_of_identities();
--> statement-breakpoint
CREATE TRIGGER organisation_policy_standings AFTER INSERT OR UPDATE OR DELETE ON organisation_policy
  FOR EACH STATEMENT EXECUTE FUNCTION note_standings_of_all();
