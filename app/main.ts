import { createServer } from 'node:http';
import { hostname } from 'node:os';
import next from 'next';
import { newId } from '@/domain/base/ids';
import { clientAddressReader, trustedHops } from '@/domain/decision/client-address';
import { warnOfUntrustedProxies } from '@/domain/decision/untrusted-proxy';
import type { OidcVariables } from '@/domain/environment/env';
import { closeDenialRecorders } from '@/domain/ledger/denial-recorder';
import { adoptEnvironment } from '@/domain/sso/adopt-environment';
import { startTelemetry, type TelemetrySettings } from '@/domain/telemetry/telemetry';
import { openDatabase } from '@/domain/upkeep/open-database';
import { guardActions } from './server/action-guard';
import { sayNothingOfLeavers } from './server/cut-off';
import { type DecisionJournalOptions, openDecisionJournal } from './server/decision-journal';
import { tellOwnAddress } from './server/own-address';
import { CLIENT_ADDRESS_HEADER, REQUEST_ID_HEADER } from './server/own-headers';
import { isReadableUrl, refuseUrl } from './server/readable-url';

export interface DashboardOptions {
  readonly host: string;
  /** TCP port; 0 takes a free one. */
  readonly port: number;
  /** Absolute path of the project: where `.next` is. */
  readonly directory: string;
  readonly isDevelopment: boolean;
  /** The address people open: an origin. */
  readonly keywardUrl: string;
  /** CIDRs whose X-Forwarded-For is believed; loopback where it is left out. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** The provider of the environment, and the database that is told of it. */
  readonly singleSignOn?: SingleSignOnOptions;
  /** Where traces and metrics are sent; unsaid: nowhere. */
  readonly telemetry?: TelemetrySettings | undefined;
  readonly version?: string;
  /** Where uses of tokens on the control API are recorded; without it there is no control API. */
  readonly journal?: DecisionJournalOptions;
}

/** How long a stop waits for the database to take the last refused attempts. */
const CLOSE_MS = 3_000;

interface SingleSignOnOptions {
  readonly databaseUrl: string;
  readonly oidc: OidcVariables | undefined;
}

async function adoptOn({ databaseUrl, oidc }: SingleSignOnOptions): Promise<void> {
  const db = openDatabase(databaseUrl, 'keyward dashboard start', { maxConnections: 1 });
  try {
    await adoptEnvironment(db, oidc);
  } finally {
    await db.$client.end();
  }
}

/** Before Next is there: it asks at once whether anybody collects spans. */
const openTelemetry = ({ telemetry, version = 'unknown' }: DashboardOptions) =>
  startTelemetry({
    ...{ settings: telemetry, role: 'dashboard', version, isNested: true },
    instance: `${hostname()}:${process.pid}`,
    warn: (message) => process.stderr.write(`${message}\n`),
  });

export interface RunningDashboard {
  close(): Promise<void>;
}

/**
 * Runs Next behind a server of our own: only here is the socket's address known. Next keeps any
 * X-Forwarded-For a client made up, and audit rows and CIDR limits must not; it takes its own
 * address from any Host, and the check of an action's origin must not.
 */
export async function startDashboard(options: DashboardOptions): Promise<RunningDashboard> {
  const { host, port, directory, isDevelopment, keywardUrl, trustedProxies } = options;
  const telemetry = await openTelemetry(options);
  const clientAddress = clientAddressReader(
    trustedProxies,
    warnOfUntrustedProxies(trustedProxies, (message) => process.stderr.write(`${message}\n`)),
  );
  const normalise = tellOwnAddress({ keywardUrl, isTrusted: trustedHops(trustedProxies) });
  const server = createServer({
    ...{ requestTimeout: 120_000, headersTimeout: 20_000 },
    // Longer than proxies keep a connection that nobody uses: one that is closed as a request sets out on
    // it answers 502 to somebody.
    keepAliveTimeout: 75_000,
    // A proxy may leave it out: which host this is, KEYWARD_URL says.
    requireHostHeader: false,
  });
  const app = next({
    dev: isDevelopment,
    dir: directory,
    hostname: host,
    port,
    httpServer: server,
  });
  await app.prepare();
  sayNothingOfLeavers();
  if (options.singleSignOn) await adoptOn(options.singleSignOn);
  const closeJournal = options.journal && (await openDecisionJournal(options.journal));
  const handle = app.getRequestHandler();
  server.on('request', (request, response) => {
    const requestId = newId('request');
    request.headers[REQUEST_ID_HEADER] = requestId;
    response.setHeader('X-Request-Id', requestId);
    if (!isReadableUrl(request.url)) {
      void refuseUrl(response);
      return;
    }
    const forwardedFor = request.headers['x-forwarded-for'];
    const address = clientAddress(
      request.socket.remoteAddress,
      forwardedFor === undefined ? null : String(forwardedFor),
    );
    delete request.headers[CLIENT_ADDRESS_HEADER];
    if (address !== null) request.headers[CLIENT_ADDRESS_HEADER] = address;
    normalise(request);
    guardActions(request, response, () => handle(request, response)).catch((error: unknown) => {
      process.stderr.write(`${requestId} the dashboard could not answer: ${String(error)}\n`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    async close() {
      server.close();
      server.closeAllConnections();
      await closeDenialRecorders(CLOSE_MS);
      await app.close();
      await Promise.all([closeJournal?.(), telemetry?.close()]);
    },
  };
}
