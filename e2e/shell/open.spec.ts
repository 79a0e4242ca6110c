/** Opening the page: everything appears without a click, and nothing leaves the origin. */

import { servedHeaders } from '../../scripts/build/served-headers.ts';
import { expect, PANELS, panelsReady, serveTinyModel, test } from '../fixtures.ts';
import { startServer } from '../server.ts';

test('shows all three panels without a click, asks no other site for anything, and says which device really runs and passed its self-check', {
  tag: '@device',
}, async ({ page, context, facet, complaints, hasWebGpu }) => {
  const requests: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  await page.goto(facet.url);
  await panelsReady(page);

  for (const name of PANELS) {
    const box = await page.getByTestId(`panel-${name}`).boundingBox();
    expect(box?.width, `${name} is on the screen`).toBeGreaterThan(200);
  }
  await expect(page.getByTestId('panel-similarity').locator('.plotly').first()).toBeVisible();
  await expect(page.getByTestId('panel-map').locator('.plotly').first()).toBeVisible();
  expect(await page.getByTestId('ranked-document').count()).toBeGreaterThan(2);

  // A worker fetches the runtime: seeing it here shows that workers are watched too.
  expect(requests.some((url) => url.endsWith('.wasm'))).toBe(true);
  const foreign = requests.filter(
    (url) => /^(https?|wss?):/.test(url) && !url.startsWith(facet.url),
  );
  expect(foreign).toEqual([]);
  expect(complaints).toEqual([]);

  const pill = page.getByTestId('device-pill');
  await expect(pill).toContainText(hasWebGpu ? 'WebGPU' : 'WASM');
  await pill.click();
  // The detail names the adapter, or the number of workers and threads.
  const detail = hasWebGpu ? /\w+/ : /^CPU, \d+ workers? × \d+ threads?$/;
  await expect(page.getByRole('definition').first()).toHaveText(detail);
  if (hasWebGpu) {
    const name = await page.evaluate(async () => {
      const info = (await navigator.gpu.requestAdapter())?.info;
      return info?.description || info?.vendor;
    });
    await expect(page.getByRole('definition').first()).toContainText(name!);
  }
  await expect(page.getByText(/passed, cosine 0\.999|passed, cosine 1\.0/)).toBeVisible();
});

for (const [host, headers] of [
  ['the headers of the build', servedHeaders],
  ['no headers at all', {}],
] as const) {
  test(`the browser itself refuses requests to other sites, from the page and from its workers, with ${host}`, async ({
    page,
    complaints,
  }) => {
    const [facet, elsewhere] = await Promise.all([
      serveTinyModel({ root: 'dist', headers }),
      startServer({ root: 'dist', headers: {} }),
    ]);
    const attempt = async (url: string): Promise<string> => {
      const violation = new Promise<string>((resolve) => {
        self.addEventListener('securitypolicyviolation', (event) =>
          resolve((event as SecurityPolicyViolationEvent).effectiveDirective),
        );
      });
      return fetch(url, { mode: 'no-cors' }).then(
        () => 'answered',
        () => violation,
      );
    };
    try {
      await page.goto(facet.url);
      await panelsReady(page);
      const isolated = headers === servedHeaders;
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(isolated);
      if (!isolated) {
        await page.getByTestId('device-pill').click();
        await expect(page.getByText('Each worker runs one thread:')).toBeVisible();
        await page.keyboard.press('Escape');
      }
      expect(complaints).toEqual([]);
      expect(await page.evaluate(attempt, elsewhere.url)).toBe('connect-src');
      const workers = page.workers();
      const names = workers.map((worker) => new URL(worker.url()).hash);
      expect(names).toEqual(
        expect.arrayContaining([
          '#facet-engine',
          '#facet-runner',
          '#facet-vectors',
          '#facet-analysis',
        ]),
      );
      for (const worker of workers) {
        expect(await worker.evaluate(attempt, elsewhere.url), worker.url()).toBe('connect-src');
      }
      expect(elsewhere.requests).toEqual([]);
    } finally {
      await Promise.all([facet.close(), elsewhere.close()]);
    }
  });
}

test('a second visit takes model and scripts from this browser, and asks for the page anew', async ({
  page,
  facet,
}) => {
  const counts = () => ({
    weights: facet.requests.filter((path) => /models\/.*\.safetensors$/.test(path)).length,
    scripts: facet.requests.filter((path) => /^assets\/.*\.m?js$/.test(path)).length,
    pages: facet.requests.filter((path) => path === '').length,
  });
  await page.goto(facet.url);
  await panelsReady(page);
  // Also what is fetched beside the panels.
  await page.locator('[data-testid=effect][data-state=ready]').waitFor();
  await page.waitForLoadState('networkidle');
  const before = counts();
  expect(before.weights).toBeGreaterThan(0);
  expect(before.scripts).toBeGreaterThan(0);
  await page.reload();
  await panelsReady(page);
  expect(counts()).toEqual({ ...before, pages: before.pages + 1 });
});

test('an interface that does not load says what to do', async ({ page, facet }) => {
  facet.inject(/assets\/mount-[^/]*\.js$/, { kind: 'status', status: 404 });
  await page.goto(facet.url);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The page could not be loaded: the server no longer has it');
  facet.heal();
  await alert.getByRole('button', { name: 'Try again' }).click();
  await panelsReady(page);
});
