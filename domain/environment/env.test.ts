import { describe, expect, it } from 'vitest';
import { EnvironmentError, parseEnvironment } from './env';
import { type VariableName, variables } from './variables';

describe('parseEnvironment', () => {
  it('fills in every default when nothing is set', () => {
    const parsed = parseEnvironment({});
    expect(parsed).toMatchObject({
      databaseUrl: undefined,
      keywardUrl: 'http://127.0.0.1:3000',
      dashboardHost: '127.0.0.1',
      dashboardPort: 3000,
      verifierPort: 3001,
      outageGraceSeconds: 30,
      logLevel: 'info',
    });
    expect(parsed.dataDirectory).toMatch(/\/\.keyward$/);
    expect(parsed.journalDirectory).toBe(`${parsed.dataDirectory}/journal`);
  });

  it('takes an empty value for one that is not set', () => {
    expect(parseEnvironment({ DATABASE_URL: '', DASHBOARD_PORT: ' ' }).dashboardPort).toBe(3000);
  });

  it('derives the public address from the port unless it is given', () => {
    expect(parseEnvironment({ DASHBOARD_PORT: '4000' }).keywardUrl).toBe('http://127.0.0.1:4000');
    expect(parseEnvironment({ KEYWARD_URL: 'https://keyward.example.com/' }).keywardUrl).toBe(
      'https://keyward.example.com',
    );
  });

  const bad: [VariableName, string, RegExp][] = [
    ['DATABASE_URL', 'mysql://root@db/keyward', /postgres:\/\/ address/],
    ['KEYWARD_URL', 'keyward.example.com', /http:\/\/ or https:\/\//],
    ['KEYWARD_URL', 'https://example.com/keyward', /without a path/],
    ['KEYWARD_TOKEN', 'abc', /Keyward token/],
    ['DASHBOARD_HOST', 'not a host', /host name or an IP/],
    ['DASHBOARD_PORT', 'abc', /whole number from 1 to 65535, not "abc"/],
    ['DASHBOARD_PORT', '0', /whole number from 1 to 65535, not "0"/],
    ['VERIFIER_HOST', 'a b', /host name or an IP/],
    ['VERIFIER_PORT', '65536', /whole number from 1 to 65535/],
    ['VERIFIER_PORT', '3000', /differ from DASHBOARD_PORT/],
    ['VERIFIER_NAME', 'eu west', /letters, digits/],
    ['TRUSTED_PROXIES', '10.0.0.0/8, proxy', /addresses or networks/],
    ['TRUSTED_ISSUERS_PRIVATE', 'gitlab.corp', /http:\/\/ or https:\/\//],
    ['VERIFIER_DATABASE_URL', 'replica:5432', /postgres:\/\/ address/],
    ['JOURNAL_MAX_BYTES', '12', /whole number from 1048576/],
    ['OUTAGE_GRACE_SECONDS', '-1', /whole number from 0/],
    ['OUTAGE_GRACE_SECONDS', '1.5', /whole number from 0/],
    ['NEXTAUTH_SECRET', 'short', /at least 32 characters/],
    ['SMTP_URL', 'smtp.example.com:587', /smtp:\/\/ or smtps:\/\//],
    ['MAIL_FROM', 'Keyward', /an email address/],
    ['WEBHOOK_PRIVATE_HOSTS', 'http://a/b', /hosts with a port, or origins/],
    ['DESTINATION_PRIVATE_HOSTS', 'http://a/b', /hosts with a port, or origins/],
    ['SECRET_SCANNING_KEYS_URL', 'github.com', /http:\/\/ or https:\/\//],
    ['LOG_LEVEL', 'loud', /one of fatal, .* not "loud"/],
  ];
  it.each(bad)(
    'names %s, says what is wrong with %j and shows an example',
    (name, value, problem) => {
      const attempt = () => parseEnvironment({ [name]: value });
      expect(attempt).toThrow(EnvironmentError);
      expect(attempt).toThrow(problem);
      expect(attempt).toThrow(`Example: ${name}=${variables[name].example}`);
      expect(attempt).toThrow(new RegExp(`^${name} [^\\n]+$`));
    },
  );

  it.each(['DATABASE_URL', 'KEYWARD_TOKEN', 'NEXTAUTH_SECRET', 'SMTP_URL'] as const)(
    'never repeats the value of %s',
    (name) => {
      let message = '';
      try {
        parseEnvironment({ [name]: 'hunter2' });
      } catch (error) {
        message = (error as Error).message;
      }
      expect(message).toContain(name);
      expect(message).not.toContain('hunter2');
    },
  );
});
