CREATE TABLE "journal_positions" (
	"segment_id" text PRIMARY KEY NOT NULL,
	"verifier" text NOT NULL,
	"shipped_bytes" bigint NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
