CREATE TABLE "break_glass" (
	"identity_id" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_policy" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"local_sign_in" text DEFAULT 'everyone' NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sign_in_policy_single" CHECK ("sign_in_policy"."id" = 1),
	CONSTRAINT "sign_in_policy_local" CHECK ("sign_in_policy"."local_sign_in" in ('everyone', 'break-glass'))
);
--> statement-breakpoint
CREATE TABLE "sso_accounts" (
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"identity_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"email" text,
	"groups" jsonb,
	"linked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_sign_in_at" timestamp (3) with time zone,
	CONSTRAINT "sso_accounts_issuer_subject_pk" PRIMARY KEY("issuer","subject")
);
--> statement-breakpoint
CREATE TABLE "sso_mappings" (
	"id" text PRIMARY KEY NOT NULL,
	"provider_id" text NOT NULL,
	"external_group" text NOT NULL,
	"group_id" text NOT NULL,
	"role" text DEFAULT 'member' NOT NULL,
	"ends_after_seconds" integer,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sso_mappings_pair" UNIQUE("provider_id","external_group","group_id"),
	CONSTRAINT "sso_mappings_role" CHECK ("sso_mappings"."role" in ('member', 'lead')),
	CONSTRAINT "sso_mappings_ends_after" CHECK ("sso_mappings"."ends_after_seconds" > 0)
);
--> statement-breakpoint
CREATE TABLE "sso_providers" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"issuer" text NOT NULL,
	"client_id" text NOT NULL,
	"secret_reference" text,
	"secret_sealed" text,
	"scopes" text[] DEFAULT '{openid,profile,email}' NOT NULL,
	"groups_claim" text,
	"creates_people" boolean DEFAULT true NOT NULL,
	"accepts_unverified_email" boolean DEFAULT false NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"from_environment" boolean DEFAULT false NOT NULL,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sso_providers_slug_unique" UNIQUE("slug"),
	CONSTRAINT "sso_providers_slug_shape" CHECK ("sso_providers"."slug" ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'),
	CONSTRAINT "sso_providers_secret" CHECK ("sso_providers"."secret_reference" is null or ("sso_providers"."secret_sealed" is null and "sso_providers"."secret_reference" ~ '^(env:|file:/)'))
);
--> statement-breakpoint
CREATE TABLE "sso_tries" (
	"id" text PRIMARY KEY NOT NULL,
	"provider_id" text NOT NULL,
	"intent" text NOT NULL,
	"identity_id" text NOT NULL,
	"session_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	"outcome" text,
	"note" text,
	"claims" jsonb,
	CONSTRAINT "sso_tries_intent" CHECK ("sso_tries"."intent" in ('test', 'link'))
);
--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "source_id" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "sso_provider_id" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "sso_subject" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "sso_sid" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "without_sso_groups" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "break_glass" ADD CONSTRAINT "break_glass_identity_id_identities_id_fk" FOREIGN KEY ("identity_id") REFERENCES "public"."identities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sso_accounts" ADD CONSTRAINT "sso_accounts_identity_id_identities_id_fk" FOREIGN KEY ("identity_id") REFERENCES "public"."identities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sso_mappings" ADD CONSTRAINT "sso_mappings_provider_id_sso_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."sso_providers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sso_mappings" ADD CONSTRAINT "sso_mappings_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sso_tries" ADD CONSTRAINT "sso_tries_provider_id_sso_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."sso_providers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sso_tries" ADD CONSTRAINT "sso_tries_identity_id_identities_id_fk" FOREIGN KEY ("identity_id") REFERENCES "public"."identities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sso_accounts_identity" ON "sso_accounts" USING btree ("identity_id");--> statement-breakpoint
CREATE INDEX "sso_mappings_group" ON "sso_mappings" USING btree ("group_id");--> statement-breakpoint
CREATE INDEX "sso_tries_expiry" ON "sso_tries" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "sessions_sso" ON "sessions" USING btree ("sso_provider_id","sso_subject") WHERE "sessions"."ended_at" is null;--> statement-breakpoint
INSERT INTO "sign_in_policy" DEFAULT VALUES;
