CREATE TABLE "anomalies" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" text NOT NULL,
	"subject_name" text NOT NULL,
	"last_4" text,
	"group_id" text NOT NULL,
	"group_name" text,
	"once_key" text NOT NULL,
	"facts" jsonb NOT NULL,
	"seen_from" timestamp (3) with time zone NOT NULL,
	"seen_to" timestamp (3) with time zone NOT NULL,
	"told" text[] NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"dismissed_at" timestamp (3) with time zone,
	"dismissed_by" text,
	"dismissed_by_name" text,
	CONSTRAINT "anomalies_once_key_unique" UNIQUE("once_key"),
	CONSTRAINT "anomalies_subject_type" CHECK ("anomalies"."subject_type" in ('token', 'group')),
	CONSTRAINT "anomalies_dismissed" CHECK (("anomalies"."dismissed_at" is null) = ("anomalies"."dismissed_by" is null))
);
--> statement-breakpoint
CREATE TABLE "anomaly_policy" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"tells_new_networks" boolean DEFAULT true NOT NULL,
	"history_days" integer DEFAULT 7 NOT NULL,
	"tells_denied_spikes" boolean DEFAULT true NOT NULL,
	"spike_minimum" integer DEFAULT 100 NOT NULL,
	"spike_factor" integer DEFAULT 10 NOT NULL,
	"tells_stopped_uses" boolean DEFAULT true NOT NULL,
	"tells_spread" boolean DEFAULT true NOT NULL,
	"spread_networks" integer DEFAULT 10 NOT NULL,
	"spread_minutes" integer DEFAULT 10 NOT NULL,
	"quiet_days" integer DEFAULT 7 NOT NULL,
	"place" jsonb,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "anomaly_policy_single" CHECK ("anomaly_policy"."id" = 1),
	CONSTRAINT "anomaly_policy_bounds" CHECK ("anomaly_policy"."history_days" > 0 and "anomaly_policy"."spike_minimum" > 0 and "anomaly_policy"."spike_factor" > 1 and "anomaly_policy"."spread_networks" > 1 and "anomaly_policy"."spread_minutes" > 0 and "anomaly_policy"."quiet_days" > 0)
);
--> statement-breakpoint
CREATE TABLE "token_networks" (
	"token_id" text NOT NULL,
	"network" text NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "token_networks_token_id_network_pk" PRIMARY KEY("token_id","network")
);
--> statement-breakpoint
CREATE INDEX "anomalies_open" ON "anomalies" USING btree ("id") WHERE "anomalies"."dismissed_at" is null;--> statement-breakpoint
CREATE INDEX "anomalies_subject" ON "anomalies" USING btree ("subject_id","kind","created_at");--> statement-breakpoint
CREATE INDEX "anomalies_group" ON "anomalies" USING btree ("group_id","id");--> statement-breakpoint
CREATE INDEX "anomalies_created" ON "anomalies" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "token_networks_last" ON "token_networks" USING btree ("last_seen_at");
--> statement-breakpoint
INSERT INTO "anomaly_policy" DEFAULT VALUES;
