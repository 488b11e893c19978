CREATE TABLE "mail_state" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"is_configured" boolean NOT NULL,
	"server" text,
	"sender" text,
	"checked_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"failed_at" timestamp (3) with time zone,
	"error" text,
	"test_id" text,
	"test_to" text,
	"test_at" timestamp (3) with time zone,
	"test_outcome" text,
	"test_error" text,
	CONSTRAINT "mail_state_single" CHECK ("mail_state"."id" = 1)
);
