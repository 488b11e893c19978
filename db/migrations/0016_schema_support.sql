CREATE TABLE "schema_support" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"verifiers_from" bigint NOT NULL,
	CONSTRAINT "schema_support_single" CHECK ("schema_support"."id" = 1)
);
--> statement-breakpoint
-- Verifiers that know 0013_events_by_what_they_affect go on: see verifier/contract/recorded.
INSERT INTO schema_support (verifiers_from) VALUES (1795649654771);
