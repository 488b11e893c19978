/** Commands that no page makes, by who does. */
export const NO_PAGE: Readonly<Record<string, readonly string[]>> = {
  'jobs and processes of the product': [
    ...[
      'anomalies.raise',
      'apis.thaw',
      'destinations.recordTest',
      'groups.thaw',
      'identities.admit',
      'leaks.stop',
    ],
    ...['memberships.end', 'memberships.sync', 'passkeys.markCloned', 'requests.expire'],
    'retention.drop',
    ...['reviews.open', 'reviews.remind', 'reviews.settle', 'rotations.deliver', 'rotations.fail'],
    ...['rotations.mint', 'rotations.retire', 'sessions.open', 'setup.issueLink', 'tokens.retire'],
    ...['ssoProviders.adopt', 'ssoProviders.settleTest', 'tokens.suspendIdle'],
    ...['tokens.warnExpiry', 'tokens.warnStillUsed', 'webhooks.disable'],
  ],
  'provisioning clients, through /scim/v2': [
    ...['memberships.provision', 'scim.createGroup', 'scim.createUser', 'scim.deleteGroup'],
    ...['scim.deleteUser', 'scim.push', 'scim.saveGroup', 'scim.stopUser', 'scim.updateUser'],
  ],
  'identity providers, through the browser of whoever signs in there': [
    ...['sessions.endByProvider', 'sessions.proveAtProvider', 'sessions.signOn'],
    'ssoAccounts.link',
  ],
  'the control API and the CLI': [
    ...['operations.set', 'provisioning.allowPerson', 'setup.bootstrap', 'setup.recover'],
    ...['tokens.delegateSelf', 'tokens.exchange', 'tokens.revokeSelf', 'tokens.rotateSelf'],
  ],
};

/** Commands that a page makes, and no journey by keys alone: each with the reason. */
export const NOT_TRAVELLED: Readonly<Record<string, string>> = {
  'anomalies.configure': 'not yet: anomalies.spec.ts saves the form with a pointer',
  'anomalies.dismiss': 'not yet: anomalies.spec.ts dismisses one with a pointer',
  'mail.test': 'its button waits for a mail server, which the product of the tests lacks',
  'retention.set':
    'one setting of the whole product, which retention.spec.ts saves: two at once would undo each other',
  'sessions.beginProof': 'leads to a provider: its one button is a link in a tab of its own',
  'ssoAccounts.beginLink': 'leads to a provider, by the same button as a test of one',
  'ssoAccounts.unlink': 'needs an account at a provider, linked by signing in there',
  'ssoProviders.test': 'leads to a provider, which single-sign-on.spec.ts starts',
  'verifiers.settleLost': 'stands on a page only after the database went back in time',
};
