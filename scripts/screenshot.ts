/**
 * `npm run screenshot`: takes the pictures in docs/ from the built page: as it opens, light and dark, the
 * difference of its two lenses, and each panel with the two side by side. Writes docs/facet-*.png and
 * docs/panel-*.png.
 */
import { mkdirSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { commandLine } from '../src/cli/command.ts';
import { chromiumOptions, ensureChromium } from './lib/chromium.ts';

commandLine({ usage: 'usage: npm run screenshot', options: {}, read: () => null });

ensureChromium();
await build({ logLevel: 'warn' });
const server = await preview({ preview: { port: 0 }, logLevel: 'warn' });
const address = server.resolvedUrls!.local[0]!;
const browser = await chromium.launch(chromiumOptions(false));
mkdirSync('docs', { recursive: true });
for (const colorScheme of ['light', 'dark'] as const) {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: 1.5,
    colorScheme,
    reducedMotion: 'reduce',
  });
  // The pictures leave out the guided start.
  await page.addInitScript(() =>
    localStorage.setItem(
      'facet-preferences',
      JSON.stringify({ state: { guided: true }, version: 1 }),
    ),
  );
  await page.goto(address);
  for (const panel of ['similarity', 'map', 'retrieval']) {
    await page.locator(`[data-testid=panel-${panel}][data-state=ready]`).waitFor();
  }
  await page.locator('[data-testid=effect][data-state=ready]').waitFor();
  await page.evaluate(() => document.fonts.ready);
  // plotly draws in frames after its data arrives.
  await page.waitForTimeout(1000);
  const path = `docs/facet-${colorScheme}.png`;
  await page.screenshot({ path });
  console.log(path);
  if (colorScheme === 'dark') continue;
  await page.getByRole('radio', { name: 'Difference' }).click();
  await page.getByTestId('travel').press('End');
  await page.getByTestId('moved-pairs').getByRole('button').first().click();
  await page.mouse.move(0, 0);
  await page.waitForTimeout(2000);
  const difference = 'docs/facet-difference.png';
  await page.screenshot({ path: difference });
  console.log(difference);
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: 'Side by side' }).click();
  await page.mouse.move(0, 0);
  for (const panel of ['similarity', 'map', 'retrieval', 'tokens']) {
    const section = page.getByTestId(`panel-${panel}`);
    await section.getByRole('button', { name: /^Open .* large$/ }).click();
    await page.mouse.move(0, 0);
    await page.waitForTimeout(1500);
    const picture = `docs/panel-${panel}.png`;
    await section.screenshot({ path: picture, scale: 'css' });
    console.log(picture);
    await section.getByRole('button', { name: /^Close large/ }).click();
  }
  await page.getByTestId('effect').screenshot({ path: 'docs/panel-effect.png', scale: 'css' });
  console.log('docs/panel-effect.png');
}
await browser.close();
await server.close();
