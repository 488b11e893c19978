CREATE TABLE "review_campaign_groups" (
	"campaign_id" text NOT NULL,
	"group_id" text NOT NULL,
	CONSTRAINT "review_campaign_groups_campaign_id_group_id_pk" PRIMARY KEY("campaign_id","group_id")
);
--> statement-breakpoint
CREATE TABLE "review_campaigns" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"all_groups" boolean NOT NULL,
	"repeats" text NOT NULL,
	"deadline_days" integer NOT NULL,
	"unreviewed" text,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"next_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "review_campaigns_repeats" CHECK ("review_campaigns"."repeats" in ('once', 'monthly', 'quarterly', 'yearly')),
	CONSTRAINT "review_campaigns_unreviewed" CHECK ("review_campaigns"."unreviewed" in ('end', 'keep')),
	CONSTRAINT "review_campaigns_deadline" CHECK ("review_campaigns"."deadline_days" between 1 and 60),
	CONSTRAINT "review_campaigns_ended" CHECK ("review_campaigns"."ended_at" is null or "review_campaigns"."next_at" is null)
);
--> statement-breakpoint
CREATE TABLE "review_entries" (
	"id" text PRIMARY KEY NOT NULL,
	"review_id" text NOT NULL,
	"position" integer NOT NULL,
	"group_id" text NOT NULL,
	"group_slug" text NOT NULL,
	"group_name" text NOT NULL,
	"controls_keyward" boolean NOT NULL,
	"identity_id" text NOT NULL,
	"identity_type" text NOT NULL,
	"identity_name" text NOT NULL,
	"identity_handle" text NOT NULL,
	"role" text NOT NULL,
	"source" text NOT NULL,
	"source_name" text,
	"member_since" timestamp (3) with time zone NOT NULL,
	"added_by_name" text NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"decision" text,
	"until" timestamp (3) with time zone,
	"note" text,
	"decided_by" text,
	"decided_by_name" text,
	"decided_at" timestamp (3) with time zone,
	"evidence" jsonb,
	"outcome" text,
	"outcome_reason" text,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "review_entries_position" UNIQUE("review_id","position"),
	CONSTRAINT "review_entries_membership" UNIQUE("review_id","group_id","identity_id"),
	CONSTRAINT "review_entries_decision" CHECK ("review_entries"."decision" in ('keep', 'end', 'shorten')),
	CONSTRAINT "review_entries_until" CHECK (("review_entries"."decision" is not distinct from 'shorten') = ("review_entries"."until" is not null)),
	CONSTRAINT "review_entries_decided" CHECK (("review_entries"."decision" is null) = ("review_entries"."decided_at" is null) and ("review_entries"."decision" is null) = ("review_entries"."decided_by" is null)),
	CONSTRAINT "review_entries_settled" CHECK (("review_entries"."outcome" is null) = ("review_entries"."settled_at" is null)),
	CONSTRAINT "review_entries_outcome" CHECK ("review_entries"."outcome" in ('kept', 'ended', 'shortened', 'at_provider', 'gone'))
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"id" text PRIMARY KEY NOT NULL,
	"campaign_id" text NOT NULL,
	"number" integer NOT NULL,
	"name" text NOT NULL,
	"opened_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"unreviewed" text NOT NULL,
	"reminded_days" integer,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "reviews_number" UNIQUE("campaign_id","number"),
	CONSTRAINT "reviews_unreviewed" CHECK ("reviews"."unreviewed" in ('end', 'keep'))
);
--> statement-breakpoint
ALTER TABLE "organisation_policy" ADD COLUMN "unreviewed_members" text DEFAULT 'keep' NOT NULL;--> statement-breakpoint
ALTER TABLE "review_campaign_groups" ADD CONSTRAINT "review_campaign_groups_campaign_id_review_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."review_campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_campaign_groups" ADD CONSTRAINT "review_campaign_groups_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_entries" ADD CONSTRAINT "review_entries_review_id_reviews_id_fk" FOREIGN KEY ("review_id") REFERENCES "public"."reviews"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_campaign_id_review_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."review_campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "review_campaign_groups_group" ON "review_campaign_groups" USING btree ("group_id");--> statement-breakpoint
CREATE INDEX "review_campaigns_next" ON "review_campaigns" USING btree ("next_at") WHERE "review_campaigns"."next_at" is not null;--> statement-breakpoint
CREATE INDEX "review_entries_open" ON "review_entries" USING btree ("review_id","group_id") WHERE "review_entries"."settled_at" is null;--> statement-breakpoint
CREATE INDEX "reviews_open" ON "reviews" USING btree ("due_at") WHERE "reviews"."closed_at" is null;--> statement-breakpoint
ALTER TABLE "organisation_policy" ADD CONSTRAINT "organisation_policy_unreviewed" CHECK ("organisation_policy"."unreviewed_members" in ('end', 'keep'));