CREATE TABLE "scim_problems" (
	"client_id" text NOT NULL,
	"pushed_id" text DEFAULT '' NOT NULL,
	"request" text NOT NULL,
	"detail" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "scim_problems_client_id_pushed_id_pk" PRIMARY KEY("client_id","pushed_id")
);
--> statement-breakpoint
ALTER TABLE "sso_tries" DROP CONSTRAINT "sso_tries_intent";--> statement-breakpoint
ALTER TABLE "scim_problems" ADD CONSTRAINT "scim_problems_client_id_identities_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."identities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sso_tries" ADD CONSTRAINT "sso_tries_intent" CHECK ("sso_tries"."intent" in ('test', 'link', 'proof'));