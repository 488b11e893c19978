import { chromium, type FullConfig } from '@playwright/test';
import { type Product, startProduct } from './product';
import { acceptInvitation, type SessionState } from './session';

/** Follows the administrator's own setup link, so that tests begin signed in. */
async function signIn(config: FullConfig, setupUrl: string): Promise<SessionState> {
  const browser = await chromium.launch(config.projects[0]?.use.launchOptions);
  try {
    const page = await browser.newPage();
    await acceptInvitation(page, setupUrl);
    return await page.context().storageState();
  } finally {
    await browser.close();
  }
}

async function prepare(config: FullConfig, product: Product): Promise<void> {
  const person = ['--email', 'ada@example.com', '--name', 'Ada Byron'];
  const administrator = JSON.parse(await product.keyward('bootstrap', ...person, '--json'));
  process.env.KEYWARD_E2E_URL = product.dashboardUrl;
  process.env.KEYWARD_E2E_VERIFIER_URL = product.verifierUrl;
  process.env.KEYWARD_E2E_ADMINISTRATOR = JSON.stringify(administrator);
  process.env.KEYWARD_E2E_SESSION = JSON.stringify(await signIn(config, administrator.setupUrl));
}

/** Starts the product once for all browser tests that don't need one of their own. */
export default async function globalSetup(config: FullConfig): Promise<() => Promise<void>> {
  const product = await startProduct();
  try {
    await prepare(config, product);
  } catch (error) {
    await product.stop();
    throw error;
  }
  return product.stop;
}
