CREATE TABLE "destinations" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"config" jsonb NOT NULL,
	"credential" text NOT NULL,
	"group_ids" text[] DEFAULT '{}' NOT NULL,
	"test_asked_at" timestamp (3) with time zone,
	"tested_at" timestamp (3) with time zone,
	"test_passed" boolean,
	"test_finding" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	CONSTRAINT "destinations_name_unique" UNIQUE("name"),
	CONSTRAINT "destinations_kind" CHECK ("destinations"."kind" in ('webhook', 'github', 'gitlab', 'vault', 'kubernetes')),
	CONSTRAINT "destinations_credential" CHECK ("destinations"."credential" ~ '^(env:|file:/)'),
	CONSTRAINT "destinations_tested_whole" CHECK (("destinations"."tested_at" is null) = ("destinations"."test_passed" is null) and ("destinations"."tested_at" is null) = ("destinations"."test_finding" is null))
);
--> statement-breakpoint
CREATE TABLE "rotation_schedules" (
	"family_id" text PRIMARY KEY NOT NULL,
	"destination_id" text NOT NULL,
	"secret_name" text NOT NULL,
	"every_seconds" integer NOT NULL,
	"overlap_seconds" integer,
	"next_at" timestamp (3) with time zone NOT NULL,
	"set_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"set_by" text NOT NULL,
	"set_by_name" text NOT NULL,
	CONSTRAINT "rotation_schedules_place" UNIQUE("destination_id","secret_name"),
	CONSTRAINT "rotation_schedules_every" CHECK ("rotation_schedules"."every_seconds" > 0)
);
--> statement-breakpoint
CREATE TABLE "rotation_steps" (
	"id" text PRIMARY KEY NOT NULL,
	"rotation_id" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"step" text NOT NULL,
	"said" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rotations" (
	"id" text PRIMARY KEY NOT NULL,
	"family_id" text NOT NULL,
	"destination_id" text NOT NULL,
	"destination_name" text NOT NULL,
	"secret_name" text NOT NULL,
	"overlap_seconds" integer,
	"predecessor_id" text NOT NULL,
	"successor_id" text,
	"state" text DEFAULT 'planned' NOT NULL,
	"secret_sealed" text,
	"planned_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_by_name" text,
	"minted_at" timestamp (3) with time zone,
	"delivered_at" timestamp (3) with time zone,
	"is_confirmed" boolean DEFAULT false NOT NULL,
	"deadline_at" timestamp (3) with time zone,
	"seen_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"failure" text,
	"failed_at" timestamp (3) with time zone,
	"next_attempt_at" timestamp (3) with time zone DEFAULT now(),
	CONSTRAINT "rotations_state" CHECK ("rotations"."state" in ('planned', 'minted', 'delivered', 'retired', 'ended')),
	CONSTRAINT "rotations_secret" CHECK (("rotations"."secret_sealed" is not null) = ("rotations"."state" = 'minted')),
	CONSTRAINT "rotations_ended" CHECK (("rotations"."ended_at" is not null) = ("rotations"."state" in ('retired', 'ended'))),
	CONSTRAINT "rotations_failed" CHECK (("rotations"."failure" is null) = ("rotations"."failed_at" is null))
);
--> statement-breakpoint
ALTER TABLE "rotation_schedules" ADD CONSTRAINT "rotation_schedules_destination_id_destinations_id_fk" FOREIGN KEY ("destination_id") REFERENCES "public"."destinations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rotation_steps" ADD CONSTRAINT "rotation_steps_rotation_id_rotations_id_fk" FOREIGN KEY ("rotation_id") REFERENCES "public"."rotations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rotations" ADD CONSTRAINT "rotations_predecessor_id_tokens_id_fk" FOREIGN KEY ("predecessor_id") REFERENCES "public"."tokens"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rotations" ADD CONSTRAINT "rotations_successor_id_tokens_id_fk" FOREIGN KEY ("successor_id") REFERENCES "public"."tokens"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "rotation_schedules_next" ON "rotation_schedules" USING btree ("next_at");--> statement-breakpoint
CREATE INDEX "rotation_steps_rotation" ON "rotation_steps" USING btree ("rotation_id","at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "rotations_open" ON "rotations" USING btree ("family_id") WHERE "rotations"."state" not in ('retired', 'ended');--> statement-breakpoint
CREATE INDEX "rotations_family" ON "rotations" USING btree ("family_id","planned_at");--> statement-breakpoint
CREATE INDEX "rotations_destination" ON "rotations" USING btree ("destination_id");--> statement-breakpoint
CREATE INDEX "rotations_due" ON "rotations" USING btree ("next_attempt_at") WHERE "rotations"."state" not in ('retired', 'ended');