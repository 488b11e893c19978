import type { Browser } from '@playwright/test';
import type { Product } from './product';
import { acceptInvitation, type SessionState } from './session';

/** What `keyward bootstrap --json` has answered. */
export interface Administrator {
  readonly identityId: string;
  readonly setupUrl: string;
  /** Valid for an hour; holds every operation of the control plane. */
  readonly managementToken: string;
}

/** A product with its first administrator, as most tests begin. */
export interface Stage {
  readonly dashboardUrl: string;
  readonly verifierUrl: string;
  readonly dataDirectory: string;
  readonly administrator: Administrator;
  /** Of the administrator, in a browser. */
  readonly session: SessionState;
}

/** The variable that tells the workers of the stage that the global setup has made. */
export const STAGE = 'KEYWARD_E2E_STAGE';

/** Makes the administrator, who follows their own setup link, so that tests begin signed in. */
export async function prepareStage(product: Product, browser: Browser): Promise<Stage> {
  const person = ['--email', 'ada@example.com', '--name', 'Ada Byron'];
  const administrator = JSON.parse(await product.keyward('bootstrap', ...person, '--json'));
  const page = await browser.newPage({ baseURL: product.dashboardUrl });
  await acceptInvitation(page, administrator.setupUrl);
  const session = await page.context().storageState();
  await page.close();
  const { dashboardUrl, verifierUrl, dataDirectory } = product;
  return { dashboardUrl, verifierUrl, dataDirectory, administrator, session };
}
