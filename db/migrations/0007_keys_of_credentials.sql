-- Keys kept so far name no session and no token, so nobody may replay them.
DELETE FROM "idempotency_keys";--> statement-breakpoint
ALTER TABLE "idempotency_keys" DROP CONSTRAINT "idempotency_keys_actor_id_key_sha256_pk";--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD COLUMN "credential_id" text NOT NULL;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_credential_id_key_sha256_pk" PRIMARY KEY("credential_id","key_sha256");
