ALTER TABLE "trust_rules" ADD COLUMN "terms_set_by" text;--> statement-breakpoint
ALTER TABLE "trust_rules" ADD COLUMN "approved_by" text;--> statement-breakpoint
ALTER TABLE "trust_rules" ADD COLUMN "approved_by_name" text;--> statement-breakpoint
ALTER TABLE "trust_rules" ADD COLUMN "approved_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "trust_rules" ADD CONSTRAINT "trust_rules_second_person" CHECK ("trust_rules"."approved_by" is null or "trust_rules"."approved_by" <> coalesce("trust_rules"."terms_set_by", "trust_rules"."created_by"));