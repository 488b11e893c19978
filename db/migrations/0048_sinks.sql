CREATE TABLE "sink_positions" (
	"sink_id" text NOT NULL,
	"source" text NOT NULL,
	"place" jsonb NOT NULL,
	"held_by" text,
	"held_until" timestamp (3) with time zone,
	"delivered" bigint DEFAULT 0 NOT NULL,
	"delivered_at" timestamp (3) with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"failing_since" timestamp (3) with time zone,
	"next_attempt_at" timestamp (3) with time zone,
	"last_error" text,
	CONSTRAINT "sink_positions_sink_id_source_pk" PRIMARY KEY("sink_id","source"),
	CONSTRAINT "sink_positions_source" CHECK ("sink_positions"."source" in ('changes', 'decisions'))
);
--> statement-breakpoint
CREATE TABLE "sinks" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"config" jsonb NOT NULL,
	"credential" text,
	"state" text DEFAULT 'active' NOT NULL,
	"test_asked_at" timestamp (3) with time zone,
	"tested_at" timestamp (3) with time zone,
	"test_error" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	CONSTRAINT "sinks_name_unique" UNIQUE("name"),
	CONSTRAINT "sinks_kind" CHECK ("sinks"."kind" in ('syslog', 'http')),
	CONSTRAINT "sinks_state" CHECK ("sinks"."state" in ('active', 'paused')),
	CONSTRAINT "sinks_credential" CHECK ("sinks"."credential" ~ '^(env:|file:/)')
);
--> statement-breakpoint
ALTER TABLE "sink_positions" ADD CONSTRAINT "sink_positions_sink_id_sinks_id_fk" FOREIGN KEY ("sink_id") REFERENCES "public"."sinks"("id") ON DELETE cascade ON UPDATE no action;