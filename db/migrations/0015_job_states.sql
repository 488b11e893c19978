CREATE TABLE "job_states" (
	"name" text PRIMARY KEY NOT NULL,
	"run_id" text NOT NULL,
	"attempt" integer NOT NULL,
	"worker" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"done" integer,
	"total" integer,
	"succeeded_at" timestamp (3) with time zone,
	"changed" integer,
	"failed_at" timestamp (3) with time zone,
	"error" text,
	"failures" integer DEFAULT 0 NOT NULL
);
