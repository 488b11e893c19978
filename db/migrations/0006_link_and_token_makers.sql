ALTER TABLE "setup_links" ADD COLUMN "maker_id" text;--> statement-breakpoint
ALTER TABLE "setup_links" ADD COLUMN "maker_token_id" text;--> statement-breakpoint
CREATE INDEX "memberships_adder" ON "memberships" USING btree ("added_by");--> statement-breakpoint
CREATE INDEX "setup_links_maker" ON "setup_links" USING btree ("maker_id");--> statement-breakpoint
CREATE INDEX "tokens_creator" ON "tokens" USING btree ("created_by");--> statement-breakpoint
-- Links that are on their way were made by somebody, and the log knows by whom.
UPDATE setup_links SET maker_id = e.actor_id,
  maker_token_id = CASE WHEN e.via_type = 'token' THEN e.via_id END
FROM audit_events e
WHERE setup_links.used_at IS NULL AND setup_links.maker_operations IS NOT NULL
  AND e.action = 'identities.invite' AND e.outcome = 'done' AND e.after->>'setupLink' = setup_links.id;
