CREATE TABLE "leak_policy" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"on_report" text DEFAULT 'revoke' NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "leak_policy_single" CHECK ("leak_policy"."id" = 1),
	CONSTRAINT "leak_policy_on_report" CHECK ("leak_policy"."on_report" in ('revoke', 'suspend'))
);
--> statement-breakpoint
INSERT INTO "leak_policy" DEFAULT VALUES;
