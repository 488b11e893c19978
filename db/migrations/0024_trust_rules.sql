CREATE TABLE "exchange_attempts" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"is_signed" boolean NOT NULL,
	"outcome" text NOT NULL,
	"reason" text NOT NULL,
	"asked" text,
	"rule_id" text,
	"group_id" text,
	"issuer" text,
	"claims" jsonb,
	"failures" jsonb,
	"token_id" text,
	"request_id" text NOT NULL,
	"ip" text,
	"user_agent" text,
	CONSTRAINT "exchange_attempts_outcome" CHECK ("exchange_attempts"."outcome" in ('minted', 'denied'))
);
--> statement-breakpoint
CREATE TABLE "spent_jwts" (
	"issuer" text NOT NULL,
	"jwt_sha256" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "spent_jwts_issuer_jwt_sha256_pk" PRIMARY KEY("issuer","jwt_sha256")
);
--> statement-breakpoint
CREATE TABLE "trust_rule_scopes" (
	"rule_id" text NOT NULL,
	"scope_id" text NOT NULL,
	CONSTRAINT "trust_rule_scopes_rule_id_scope_id_pk" PRIMARY KEY("rule_id","scope_id")
);
--> statement-breakpoint
CREATE TABLE "trust_rules" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"preset" text NOT NULL,
	"issuer" text NOT NULL,
	"audience" text NOT NULL,
	"claims" jsonb NOT NULL,
	"identity_id" text NOT NULL,
	"group_id" text NOT NULL,
	"restricted" boolean DEFAULT false NOT NULL,
	"ttl_seconds" integer DEFAULT 900 NOT NULL,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	CONSTRAINT "trust_rules_slug_unique" UNIQUE("slug"),
	CONSTRAINT "trust_rules_slug_shape" CHECK ("trust_rules"."slug" ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'),
	CONSTRAINT "trust_rules_preset" CHECK ("trust_rules"."preset" in ('github', 'gitlab', 'kubernetes', 'oidc')),
	CONSTRAINT "trust_rules_lifetime" CHECK ("trust_rules"."ttl_seconds" between 300 and 3600),
	CONSTRAINT "trust_rules_claims" CHECK (jsonb_typeof("trust_rules"."claims") = 'object' and "trust_rules"."claims" <> '{}'::jsonb)
);
--> statement-breakpoint
CREATE TABLE "workload_tokens" (
	"token_id" text PRIMARY KEY NOT NULL,
	"rule_id" text NOT NULL,
	"rule_name" text NOT NULL,
	"issuer" text NOT NULL,
	"claims" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "trust_rule_scopes" ADD CONSTRAINT "trust_rule_scopes_rule_id_trust_rules_id_fk" FOREIGN KEY ("rule_id") REFERENCES "public"."trust_rules"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trust_rule_scopes" ADD CONSTRAINT "trust_rule_scopes_scope_id_scopes_id_fk" FOREIGN KEY ("scope_id") REFERENCES "public"."scopes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trust_rules" ADD CONSTRAINT "trust_rules_identity_id_identities_id_fk" FOREIGN KEY ("identity_id") REFERENCES "public"."identities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trust_rules" ADD CONSTRAINT "trust_rules_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workload_tokens" ADD CONSTRAINT "workload_tokens_token_id_tokens_id_fk" FOREIGN KEY ("token_id") REFERENCES "public"."tokens"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "exchange_attempts_signed" ON "exchange_attempts" USING btree ("is_signed","id");--> statement-breakpoint
CREATE INDEX "spent_jwts_expiry" ON "spent_jwts" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "trust_rule_scopes_scope" ON "trust_rule_scopes" USING btree ("scope_id");--> statement-breakpoint
CREATE INDEX "trust_rules_group" ON "trust_rules" USING btree ("group_id");--> statement-breakpoint
CREATE INDEX "trust_rules_identity" ON "trust_rules" USING btree ("identity_id");--> statement-breakpoint
CREATE INDEX "workload_tokens_rule" ON "workload_tokens" USING btree ("rule_id");