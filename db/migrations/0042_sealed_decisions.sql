CREATE SEQUENCE "public"."decision_batch_ids" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "decision_batches" (
	"id" bigint PRIMARY KEY NOT NULL,
	"verifier" text NOT NULL,
	"seq" bigint NOT NULL,
	"day" date NOT NULL,
	"rows" integer NOT NULL,
	"leaves" "bytea" NOT NULL,
	"root" text NOT NULL,
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL,
	"sealed_at" timestamp(6) with time zone NOT NULL,
	"first_at" timestamp(6) with time zone NOT NULL,
	"last_at" timestamp(6) with time zone NOT NULL,
	CONSTRAINT "decision_batches_seq" UNIQUE("verifier","seq"),
	CONSTRAINT "decision_batches_leaves" CHECK ("decision_batches"."rows" > 0 and octet_length("decision_batches"."leaves") = "decision_batches"."rows" * 32)
);
--> statement-breakpoint
CREATE TABLE "decision_checkpoints" (
	"verifier" text NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL,
	"at" timestamp(6) with time zone NOT NULL,
	"signature" text NOT NULL,
	"key_id" text NOT NULL,
	CONSTRAINT "decision_checkpoints_verifier_seq_pk" PRIMARY KEY("verifier","seq")
);
--> statement-breakpoint
CREATE TABLE "decision_heads" (
	"verifier" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL,
	"sealed_at" timestamp(6) with time zone
);
--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "batch" bigint DEFAULT nullif(current_setting('keyward.batch', true), '')::bigint;--> statement-breakpoint
CREATE INDEX "decision_batches_day" ON "decision_batches" USING btree ("day","id");--> statement-breakpoint
CREATE TRIGGER decision_batches_append_only BEFORE UPDATE OR DELETE ON decision_batches
  FOR EACH ROW EXECUTE FUNCTION refuse_history_change();
--> statement-breakpoint
CREATE TRIGGER decision_batches_no_truncate BEFORE TRUNCATE ON decision_batches
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change();
--> statement-breakpoint
CREATE TRIGGER decision_checkpoints_append_only BEFORE UPDATE OR DELETE ON decision_checkpoints
  FOR EACH ROW EXECUTE FUNCTION refuse_history_change();
--> statement-breakpoint
CREATE TRIGGER decision_checkpoints_no_truncate BEFORE TRUNCATE ON decision_checkpoints
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change();
--> statement-breakpoint
CREATE TRIGGER decision_heads_forward_only BEFORE UPDATE OR DELETE ON decision_heads
  FOR EACH ROW EXECUTE FUNCTION refuse_head_rewind();
