CREATE TABLE "incident_entries" (
	"id" text PRIMARY KEY NOT NULL,
	"incident_id" text NOT NULL,
	"at" timestamp(6) with time zone DEFAULT clock_timestamp() NOT NULL,
	"kind" text NOT NULL,
	"added_by" text NOT NULL,
	"added_by_name" text NOT NULL,
	"note" text,
	"event_seq" bigint,
	"radius" jsonb,
	CONSTRAINT "incident_entries_kind" CHECK (case "incident_entries"."kind" when 'note' then "incident_entries"."note" is not null and "incident_entries"."event_seq" is null and "incident_entries"."radius" is null
        when 'event' then "incident_entries"."note" is null and "incident_entries"."event_seq" is not null and "incident_entries"."radius" is null
        when 'radius' then "incident_entries"."note" is null and "incident_entries"."event_seq" is null and "incident_entries"."radius" is not null
        else false end)
);
--> statement-breakpoint
CREATE TABLE "incidents" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"opened_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"opened_by" text NOT NULL,
	"opened_by_name" text NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"closed_by" text,
	"closed_by_name" text,
	"summary" text,
	CONSTRAINT "incidents_closed" CHECK (("incidents"."closed_at" is null) = ("incidents"."closed_by" is null) and ("incidents"."closed_at" is null) = ("incidents"."summary" is null))
);
--> statement-breakpoint
ALTER TABLE "apis" ADD COLUMN "state" text DEFAULT 'active' NOT NULL;--> statement-breakpoint
ALTER TABLE "apis" ADD COLUMN "frozen_reason" text;--> statement-breakpoint
ALTER TABLE "apis" ADD COLUMN "frozen_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "frozen_reason" text;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "frozen_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "incident_entries" ADD CONSTRAINT "incident_entries_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "incident_entries_incident" ON "incident_entries" USING btree ("incident_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "incident_entries_event" ON "incident_entries" USING btree ("incident_id","event_seq") WHERE "incident_entries"."event_seq" is not null;--> statement-breakpoint
ALTER TABLE "apis" ADD CONSTRAINT "apis_state" CHECK ("apis"."state" in ('active', 'frozen'));--> statement-breakpoint
ALTER TABLE "apis" ADD CONSTRAINT "apis_frozen" CHECK ("apis"."state" = 'frozen' or ("apis"."frozen_reason" is null and "apis"."frozen_until" is null));--> statement-breakpoint
-- What an incident gathered stays as it was gathered.
CREATE TRIGGER incident_entries_append_only BEFORE UPDATE OR DELETE ON incident_entries
  FOR EACH ROW EXECUTE FUNCTION refuse_history_change();--> statement-breakpoint
CREATE TRIGGER incident_entries_no_truncate BEFORE TRUNCATE ON incident_entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change();
