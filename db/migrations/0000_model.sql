CREATE TABLE "apis" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"hosts" text[] DEFAULT '{}' NOT NULL,
	"base_path" text DEFAULT '/' NOT NULL,
	"built_in" boolean DEFAULT false NOT NULL,
	"document_title" text,
	"document_version" text,
	"document_specification" text,
	"document_sha256" text,
	"imported_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "apis_slug_unique" UNIQUE("slug"),
	CONSTRAINT "apis_slug_shape" CHECK ("apis"."slug" ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'),
	CONSTRAINT "apis_base_path_shape" CHECK ("apis"."base_path" ~ '^/' and "apis"."base_path" !~ '.+/$')
);
--> statement-breakpoint
CREATE TABLE "operations" (
	"id" text PRIMARY KEY NOT NULL,
	"api_id" text NOT NULL,
	"name" text NOT NULL,
	"method" text,
	"path_template" text,
	"summary" text DEFAULT '' NOT NULL,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"deprecated" boolean DEFAULT false NOT NULL,
	"source" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "operations_api_name" UNIQUE("api_id","name"),
	CONSTRAINT "operations_api_id" UNIQUE("api_id","id"),
	CONSTRAINT "operations_route_whole" CHECK (("operations"."method" is null) = ("operations"."path_template" is null)),
	CONSTRAINT "operations_source" CHECK ("operations"."source" in ('document', 'manual', 'built-in'))
);
--> statement-breakpoint
CREATE TABLE "scope_operations" (
	"api_id" text NOT NULL,
	"scope_id" text NOT NULL,
	"operation_id" text NOT NULL,
	CONSTRAINT "scope_operations_scope_id_operation_id_pk" PRIMARY KEY("scope_id","operation_id")
);
--> statement-breakpoint
CREATE TABLE "scopes" (
	"id" text PRIMARY KEY NOT NULL,
	"api_id" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"built_in" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "scopes_api_name" UNIQUE("api_id","name"),
	CONSTRAINT "scopes_api_id" UNIQUE("api_id","id")
);
--> statement-breakpoint
CREATE TABLE "group_scopes" (
	"group_id" text NOT NULL,
	"scope_id" text NOT NULL,
	"granted_by" text NOT NULL,
	"granted_by_name" text NOT NULL,
	"granted_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "group_scopes_group_id_scope_id_pk" PRIMARY KEY("group_id","scope_id")
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"built_in" boolean DEFAULT false NOT NULL,
	"max_ttl_seconds" integer NOT NULL,
	"default_ttl_seconds" integer NOT NULL,
	"idle_limit_seconds" integer,
	"rotation_overlap_seconds" integer NOT NULL,
	"allowed_cidrs" text[] DEFAULT '{}' NOT NULL,
	"who_may_mint" text DEFAULT 'leads' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "groups_slug_unique" UNIQUE("slug"),
	CONSTRAINT "groups_slug_shape" CHECK ("groups"."slug" ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'),
	CONSTRAINT "groups_state" CHECK ("groups"."state" in ('active', 'frozen')),
	CONSTRAINT "groups_who_may_mint" CHECK ("groups"."who_may_mint" in ('administrators', 'leads', 'members')),
	CONSTRAINT "groups_lifetimes" CHECK ("groups"."default_ttl_seconds" between 1 and "groups"."max_ttl_seconds" and "groups"."rotation_overlap_seconds" >= 0 and ("groups"."idle_limit_seconds" is null or "groups"."idle_limit_seconds" > 0))
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"group_id" text NOT NULL,
	"identity_id" text NOT NULL,
	"role" text DEFAULT 'member' NOT NULL,
	"source" text DEFAULT 'manual' NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"added_by" text NOT NULL,
	"added_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "memberships_group_id_identity_id_pk" PRIMARY KEY("group_id","identity_id"),
	CONSTRAINT "memberships_role" CHECK ("memberships"."role" in ('member', 'lead')),
	CONSTRAINT "memberships_source" CHECK ("memberships"."source" in ('manual', 'sso', 'scim')),
	CONSTRAINT "memberships_end_after_start" CHECK ("memberships"."expires_at" is null or "memberships"."expires_at" > "memberships"."created_at")
);
--> statement-breakpoint
CREATE TABLE "audit_events" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"id" text NOT NULL,
	"at" timestamp(6) with time zone NOT NULL,
	"actor_type" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"via_type" text NOT NULL,
	"via_id" text,
	"group_id" text,
	"group_slug" text,
	"action" text NOT NULL,
	"target_type" text NOT NULL,
	"target_id" text,
	"target_name" text,
	"outcome" text NOT NULL,
	"reason" text,
	"before" jsonb,
	"after" jsonb,
	"affects" text[] DEFAULT '{}' NOT NULL,
	"request_id" text NOT NULL,
	"ip" text,
	"user_agent" text,
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_events_id_unique" UNIQUE("id"),
	CONSTRAINT "audit_events_prev_hash_unique" UNIQUE("prev_hash"),
	CONSTRAINT "audit_events_hash_unique" UNIQUE("hash"),
	CONSTRAINT "audit_events_outcome" CHECK ("audit_events"."outcome" in ('done', 'denied')),
	CONSTRAINT "audit_events_hashes" CHECK ("audit_events"."hash" ~ '^[0-9a-f]{64}$' and "audit_events"."prev_hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "audit_head" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_head_single" CHECK ("audit_head"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"id" text NOT NULL,
	"at" timestamp(6) with time zone NOT NULL,
	"verifier" text NOT NULL,
	"outcome" text NOT NULL,
	"code" text NOT NULL,
	"api" text,
	"operation" text,
	"method" text,
	"path" text,
	"token_id" text,
	"token_name" text,
	"identity_id" text,
	"identity_name" text,
	"group_id" text,
	"group_slug" text,
	"scope" text,
	"ip" text,
	"user_agent" text,
	"request_id" text,
	"folded_count" integer DEFAULT 1 NOT NULL,
	"folded_until" timestamp(6) with time zone,
	CONSTRAINT "decisions_at_id_pk" PRIMARY KEY("at","id"),
	CONSTRAINT "decisions_outcome" CHECK ("decisions"."outcome" in ('allowed', 'denied') and ("decisions"."outcome" = 'allowed') = ("decisions"."code" = 'allowed'))
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "identities" (
	"id" text PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"slug" text,
	"state" text DEFAULT 'active' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "identities_slug_unique" UNIQUE("slug"),
	CONSTRAINT "identities_id_type" UNIQUE("id","type"),
	CONSTRAINT "identities_type" CHECK ("identities"."type" in ('person', 'service')),
	CONSTRAINT "identities_state" CHECK ("identities"."state" in ('active', 'suspended')),
	CONSTRAINT "identities_person_has_email" CHECK (("identities"."type" = 'person') = ("identities"."email" is not null)),
	CONSTRAINT "identities_service_has_slug" CHECK (("identities"."type" = 'service') = ("identities"."slug" is not null)),
	CONSTRAINT "identities_slug_shape" CHECK ("identities"."slug" ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$')
);
--> statement-breakpoint
CREATE TABLE "passwords" (
	"identity_id" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"identity_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ip" text,
	"user_agent" text
);
--> statement-breakpoint
CREATE TABLE "setup_links" (
	"id" text PRIMARY KEY NOT NULL,
	"secret_sha256" text NOT NULL,
	"identity_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "setup_links_secret_sha256_unique" UNIQUE("secret_sha256")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"actor_id" text NOT NULL,
	"key_sha256" text NOT NULL,
	"operation" text NOT NULL,
	"input_sha256" text NOT NULL,
	"secret_salt" text NOT NULL,
	"response" jsonb,
	"seq" bigint,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_actor_id_key_sha256_pk" PRIMARY KEY("actor_id","key_sha256"),
	CONSTRAINT "idempotency_keys_hash" CHECK ("idempotency_keys"."key_sha256" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "receipts" (
	"seq" bigint NOT NULL,
	"verifier_id" text NOT NULL,
	"confirmed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "receipts_seq_verifier_id_pk" PRIMARY KEY("seq","verifier_id")
);
--> statement-breakpoint
CREATE TABLE "token_usage" (
	"token_id" text PRIMARY KEY NOT NULL,
	"first_used_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone NOT NULL,
	"last_ip" text,
	"allowed_count" bigint NOT NULL,
	"denied_count" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "verifiers" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"version" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"heartbeat_at" timestamp (3) with time zone NOT NULL,
	"applied_seq" bigint NOT NULL,
	"stopped_at" timestamp (3) with time zone,
	"outage_grace_seconds" integer NOT NULL,
	CONSTRAINT "verifiers_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "token_scopes" (
	"token_id" text NOT NULL,
	"scope_id" text NOT NULL,
	CONSTRAINT "token_scopes_token_id_scope_id_pk" PRIMARY KEY("token_id","scope_id")
);
--> statement-breakpoint
CREATE TABLE "tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"identity_id" text NOT NULL,
	"identity_type" text NOT NULL,
	"group_id" text NOT NULL,
	"family_id" text NOT NULL,
	"predecessor_id" text,
	"name" text NOT NULL,
	"secret_sha256" "bytea" NOT NULL,
	"first_4" text NOT NULL,
	"last_4" text NOT NULL,
	"restricted" boolean DEFAULT false NOT NULL,
	"allowed_cidrs" text[] DEFAULT '{}' NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"retires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" text,
	"revoked_by_name" text,
	"revoke_reason" text,
	"state_before_revoke" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	CONSTRAINT "tokens_state" CHECK ("tokens"."state" in ('active', 'suspended', 'revoked')),
	CONSTRAINT "tokens_secret_length" CHECK (octet_length("tokens"."secret_sha256") = 32),
	CONSTRAINT "tokens_kind_fits_identity" CHECK (("tokens"."kind", "tokens"."identity_type") in (('personal', 'person'), ('service', 'service'))),
	CONSTRAINT "tokens_revoked_whole" CHECK (("tokens"."state" = 'revoked') = ("tokens"."revoked_at" is not null) and ("tokens"."revoked_at" is null) = ("tokens"."revoked_by" is null) and ("tokens"."revoked_at" is null) = ("tokens"."state_before_revoke" is null)),
	CONSTRAINT "tokens_expire_after_creation" CHECK ("tokens"."expires_at" > "tokens"."created_at")
);
--> statement-breakpoint
ALTER TABLE "operations" ADD CONSTRAINT "operations_api_id_apis_id_fk" FOREIGN KEY ("api_id") REFERENCES "public"."apis"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scope_operations" ADD CONSTRAINT "scope_operations_api_id_scope_id_scopes_api_id_id_fk" FOREIGN KEY ("api_id","scope_id") REFERENCES "public"."scopes"("api_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scope_operations" ADD CONSTRAINT "scope_operations_api_id_operation_id_operations_api_id_id_fk" FOREIGN KEY ("api_id","operation_id") REFERENCES "public"."operations"("api_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scopes" ADD CONSTRAINT "scopes_api_id_apis_id_fk" FOREIGN KEY ("api_id") REFERENCES "public"."apis"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_scopes" ADD CONSTRAINT "group_scopes_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_scopes" ADD CONSTRAINT "group_scopes_scope_id_scopes_id_fk" FOREIGN KEY ("scope_id") REFERENCES "public"."scopes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_identity_id_identities_id_fk" FOREIGN KEY ("identity_id") REFERENCES "public"."identities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passwords" ADD CONSTRAINT "passwords_identity_id_identities_id_fk" FOREIGN KEY ("identity_id") REFERENCES "public"."identities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_identity_id_identities_id_fk" FOREIGN KEY ("identity_id") REFERENCES "public"."identities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setup_links" ADD CONSTRAINT "setup_links_identity_id_identities_id_fk" FOREIGN KEY ("identity_id") REFERENCES "public"."identities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "token_scopes" ADD CONSTRAINT "token_scopes_token_id_tokens_id_fk" FOREIGN KEY ("token_id") REFERENCES "public"."tokens"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "token_scopes" ADD CONSTRAINT "token_scopes_scope_id_scopes_id_fk" FOREIGN KEY ("scope_id") REFERENCES "public"."scopes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tokens" ADD CONSTRAINT "tokens_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tokens" ADD CONSTRAINT "tokens_predecessor_id_tokens_id_fk" FOREIGN KEY ("predecessor_id") REFERENCES "public"."tokens"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tokens" ADD CONSTRAINT "tokens_identity_id_identity_type_identities_id_type_fk" FOREIGN KEY ("identity_id","identity_type") REFERENCES "public"."identities"("id","type") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "operations_api_route" ON "operations" USING btree ("api_id","method",regexp_replace("path_template", '\{[^}]*\}', '{}', 'g')) WHERE "operations"."method" is not null;--> statement-breakpoint
CREATE INDEX "scope_operations_operation" ON "scope_operations" USING btree ("operation_id");--> statement-breakpoint
CREATE INDEX "group_scopes_scope" ON "group_scopes" USING btree ("scope_id");--> statement-breakpoint
CREATE INDEX "memberships_identity" ON "memberships" USING btree ("identity_id");--> statement-breakpoint
CREATE INDEX "audit_events_at" ON "audit_events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "audit_events_actor" ON "audit_events" USING btree ("actor_id","seq");--> statement-breakpoint
CREATE INDEX "audit_events_target" ON "audit_events" USING btree ("target_id","seq");--> statement-breakpoint
CREATE INDEX "audit_events_group" ON "audit_events" USING btree ("group_id","seq");--> statement-breakpoint
CREATE INDEX "decisions_token" ON "decisions" USING btree ("token_id","at");--> statement-breakpoint
CREATE INDEX "decisions_identity" ON "decisions" USING btree ("identity_id","at");--> statement-breakpoint
CREATE INDEX "decisions_group" ON "decisions" USING btree ("group_id","at");--> statement-breakpoint
CREATE INDEX "decisions_ip" ON "decisions" USING btree ("ip","at");--> statement-breakpoint
CREATE UNIQUE INDEX "identities_email" ON "identities" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "sessions_identity" ON "sessions" USING btree ("identity_id","created_at");--> statement-breakpoint
CREATE INDEX "setup_links_identity" ON "setup_links" USING btree ("identity_id");--> statement-breakpoint
CREATE INDEX "token_scopes_scope" ON "token_scopes" USING btree ("scope_id");--> statement-breakpoint
CREATE UNIQUE INDEX "tokens_secret" ON "tokens" USING btree ("secret_sha256");--> statement-breakpoint
CREATE INDEX "tokens_group" ON "tokens" USING btree ("group_id","created_at");--> statement-breakpoint
CREATE INDEX "tokens_identity" ON "tokens" USING btree ("identity_id","created_at");--> statement-breakpoint
CREATE INDEX "tokens_created" ON "tokens" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "tokens_last4" ON "tokens" USING btree ("last_4");--> statement-breakpoint
CREATE UNIQUE INDEX "tokens_family_head" ON "tokens" USING btree ("family_id") WHERE "tokens"."state" <> 'revoked' and "tokens"."retires_at" is null;