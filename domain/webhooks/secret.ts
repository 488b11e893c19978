import { openSealed, sealSecret } from '@/domain/credentials/sealed';

const sealedFor = (webhookId: string) => ({ kind: 'webhook secret', id: webhookId });

/** `whsec_` and base64 of 32 bytes: what receivers verify signatures with (Standard Webhooks 1.0). */
export const webhookSecret = (bytes: Buffer): string => `whsec_${bytes.toString('base64')}`;

export const sealWebhookSecret = (serverSecret: string, webhookId: string, bytes: Buffer): string =>
  sealSecret(serverSecret, webhookSecret(bytes), sealedFor(webhookId));

/** @throws {SealBroken} */
export const openWebhookSecret = (serverSecret: string, webhookId: string, sealed: string) =>
  openSealed(serverSecret, sealed, sealedFor(webhookId));
