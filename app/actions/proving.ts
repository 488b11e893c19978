import type { Enrolling } from '@/components/factors/enrolling';
import type { Proving } from '@/components/factors/proving';
import {
  addPasskeyAction,
  beginProofAction,
  beginTotpAction,
  confirmTotpAction,
  passkeyOptionsAction,
  proofWaysAction,
  proveByCodeAction,
  proveByPasskeyAction,
  proveByPasswordAction,
  registrationOptionsAction,
  removePasskeyAction,
  removeTotpAction,
  renamePasskeyAction,
  renewCodesAction,
} from './factors';

export const PROVING: Proving = {
  ways: proofWaysAction,
  byCode: proveByCodeAction,
  byPassword: proveByPasswordAction,
  passkeyOptions: passkeyOptionsAction,
  beginAtProvider: beginProofAction,
  byPasskey: proveByPasskeyAction,
};

export const ENROLLING: Enrolling = {
  beginApp: beginTotpAction,
  confirmApp: confirmTotpAction,
  removeApp: removeTotpAction,
  passkeyOptions: registrationOptionsAction,
  addPasskey: addPasskeyAction,
  removePasskey: removePasskeyAction,
  renamePasskey: renamePasskeyAction,
  renewCodes: renewCodesAction,
};
