import { chromium, type FullConfig } from '@playwright/test';
import { startProduct } from './product';
import { prepareStage, STAGE } from './stage';

/** Starts the product once for all browser tests that don't need one of their own. */
export default async function globalSetup(config: FullConfig): Promise<() => Promise<void>> {
  const product = await startProduct();
  try {
    const browser = await chromium.launch(config.projects[0]?.use.launchOptions);
    try {
      process.env[STAGE] = JSON.stringify(await prepareStage(product, browser));
    } finally {
      await browser.close();
    }
  } catch (error) {
    await product.stop();
    throw error;
  }
  return product.stop;
}
