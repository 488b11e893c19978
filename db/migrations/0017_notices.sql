CREATE TABLE "notices" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"identity_id" text NOT NULL,
	"once_key" text NOT NULL,
	"about_type" text NOT NULL,
	"about_id" text NOT NULL,
	"about_name" text NOT NULL,
	"facts" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"read_at" timestamp (3) with time zone,
	"mail" text DEFAULT 'waiting' NOT NULL,
	"mailed_at" timestamp (3) with time zone,
	"mail_attempts" integer DEFAULT 0 NOT NULL,
	"mail_error" text,
	CONSTRAINT "notices_once_key_unique" UNIQUE("once_key"),
	CONSTRAINT "notices_mail" CHECK ("notices"."mail" in ('waiting', 'sent', 'given_up')),
	CONSTRAINT "notices_mailed" CHECK (("notices"."mail" = 'sent') = ("notices"."mailed_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_identity_id_identities_id_fk" FOREIGN KEY ("identity_id") REFERENCES "public"."identities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notices_identity" ON "notices" USING btree ("identity_id","created_at","id");--> statement-breakpoint
CREATE INDEX "notices_mail_waiting" ON "notices" USING btree ("created_at") WHERE "notices"."mail" = 'waiting';