ALTER TABLE "tokens" ADD COLUMN "parent_id" text;--> statement-breakpoint
ALTER TABLE "tokens" ADD COLUMN "ancestor_ids" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "tokens" ADD COLUMN "only_api_id" text;--> statement-breakpoint
ALTER TABLE "tokens" ADD COLUMN "acts_as" text;--> statement-breakpoint
ALTER TABLE "tokens" ADD CONSTRAINT "tokens_parent_id_tokens_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."tokens"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "tokens_ancestors" ON "tokens" USING gin ("ancestor_ids") WHERE "tokens"."parent_id" is not null;--> statement-breakpoint
ALTER TABLE "tokens" ADD CONSTRAINT "tokens_ancestry" CHECK (cardinality("tokens"."ancestor_ids") <= 3 and "tokens"."parent_id" is not distinct from "tokens"."ancestor_ids"[cardinality("tokens"."ancestor_ids")] and ("tokens"."parent_id" is null) = ("tokens"."acts_as" is null) and ("tokens"."only_api_id" is null or "tokens"."parent_id" is not null));