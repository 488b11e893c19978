CREATE TABLE "requests" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"requester_type" text NOT NULL,
	"requester_id" text NOT NULL,
	"requester_name" text NOT NULL,
	"person_id" text,
	"via_type" text NOT NULL,
	"via_id" text,
	"ip" text,
	"group_id" text,
	"group_name" text,
	"operations" text[] DEFAULT '{}' NOT NULL,
	"reason" text NOT NULL,
	"wished_until" timestamp (3) with time zone,
	"fulfils" text,
	"steps" jsonb,
	"effects" jsonb,
	"gains" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"decided_by" text,
	"decided_by_name" text,
	"decision_reason" text,
	"granted_until" timestamp (3) with time zone,
	CONSTRAINT "requests_kind" CHECK ("requests"."kind" in ('access', 'change')),
	CONSTRAINT "requests_state" CHECK ("requests"."state" in ('open', 'approved', 'denied', 'withdrawn', 'expired')),
	CONSTRAINT "requests_decided" CHECK (("requests"."state" = 'open') = ("requests"."decided_at" is null)),
	CONSTRAINT "requests_change" CHECK (("requests"."kind" = 'change') = ("requests"."steps" is not null)),
	CONSTRAINT "requests_access" CHECK ("requests"."kind" = 'change' or "requests"."group_id" is not null)
);
--> statement-breakpoint
ALTER TABLE "organisation_policy" ADD COLUMN "approve_privileged" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "organisation_policy" ADD COLUMN "max_access_seconds" integer;--> statement-breakpoint
CREATE INDEX "requests_person" ON "requests" USING btree ("person_id","id");--> statement-breakpoint
CREATE INDEX "requests_group" ON "requests" USING btree ("group_id","id");--> statement-breakpoint
CREATE INDEX "requests_open" ON "requests" USING btree ("expires_at") WHERE "requests"."state" = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "requests_open_access" ON "requests" USING btree ("requester_id","group_id") WHERE "requests"."state" = 'open' and "requests"."kind" = 'access';--> statement-breakpoint
ALTER TABLE "organisation_policy" ADD CONSTRAINT "organisation_policy_access" CHECK ("organisation_policy"."max_access_seconds" > 0);