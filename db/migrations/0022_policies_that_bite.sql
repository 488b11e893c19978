CREATE TABLE "organisation_policy" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"max_ttl_seconds" integer,
	"idle_limit_seconds" integer,
	"rotation_period_seconds" integer,
	"rotation_overlap_seconds" integer,
	"allowed_cidrs" text[] DEFAULT '{}' NOT NULL,
	"who_may_mint" text DEFAULT 'members' NOT NULL,
	"who_may_delegate" text DEFAULT 'members' NOT NULL,
	"approve_service_tokens" boolean DEFAULT false NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organisation_policy_single" CHECK ("organisation_policy"."id" = 1),
	CONSTRAINT "organisation_policy_durations" CHECK ("organisation_policy"."max_ttl_seconds" > 0 and "organisation_policy"."idle_limit_seconds" > 0 and "organisation_policy"."rotation_period_seconds" > 0 and "organisation_policy"."rotation_overlap_seconds" >= 0)
);
--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "rotation_period_seconds" integer;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "who_may_delegate" text;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "approve_service_tokens" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "tokens" ADD COLUMN "suspended_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "tokens" ADD COLUMN "suspended_by_name" text;--> statement-breakpoint
ALTER TABLE "tokens" ADD COLUMN "suspend_reason" text;--> statement-breakpoint
ALTER TABLE "tokens" ADD COLUMN "approval" text;--> statement-breakpoint
ALTER TABLE "tokens" ADD COLUMN "approval_asked_by" text;--> statement-breakpoint
ALTER TABLE "tokens" ADD COLUMN "approved_by_name" text;--> statement-breakpoint
ALTER TABLE "tokens" ADD COLUMN "approved_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "tokens_ending" ON "tokens" USING btree ("expires_at") WHERE "tokens"."state" <> 'revoked';--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_rotation_period" CHECK ("groups"."rotation_period_seconds" > 0);--> statement-breakpoint
ALTER TABLE "tokens" ADD CONSTRAINT "tokens_awaiting_stand_still" CHECK ("tokens"."approval" <> 'awaiting' or "tokens"."state" <> 'active');--> statement-breakpoint
INSERT INTO "organisation_policy" DEFAULT VALUES;--> statement-breakpoint
-- Whether a range lies within a list of ranges: in one of them, or in several that lie side by side.
CREATE FUNCTION cidr_within(asked inet, list inet[]) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  half inet;
BEGIN
  IF asked <<= ANY (list) THEN RETURN true; END IF;
  IF NOT (asked >> ANY (list)) THEN RETURN false; END IF;
  half := set_masklen(network(asked)::inet, masklen(asked) + 1);
  RETURN cidr_within(half, list)
    AND cidr_within(set_masklen(broadcast(half) + 1, masklen(half)), list);
END
$$;--> statement-breakpoint
-- The same for each of several; an empty list has room for everything, an unreadable one for nothing.
CREATE FUNCTION cidrs_within(asked text[], list text[]) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF cardinality(asked) = 0 OR cardinality(list) = 0 THEN RETURN true; END IF;
  RETURN (SELECT bool_and(cidr_within(one::inet, list::inet[])) FROM unnest(asked) AS one);
EXCEPTION WHEN invalid_text_representation THEN
  RETURN false;
END
$$;
