/** Models from a hub: only the fetch frame reaches other sites; a token goes to its hub alone. */
import { servedHeaders } from '../../scripts/build/served-headers.ts';
import { panelsReady, serveTinyModel } from '../fixtures.ts';
import { expect, lookAt, openModels, TOKEN, test, WEIGHTS } from './importing.ts';

/** Fetches an address: 'answered', or the policy's directive that refused it. */
function attempt(url: string): Promise<string> {
  const violation = new Promise<string>((resolve) => {
    self.addEventListener('securitypolicyviolation', (event) =>
      resolve((event as SecurityPolicyViolationEvent).effectiveDirective),
    );
  });
  return fetch(url).then(
    () => 'answered',
    () => violation,
  );
}

for (const [host, headers] of [
  ['the headers of the build', servedHeaders],
  ['no headers at all', {}],
] as const) {
  test(`imports a model from a hub while the page itself reaches no other site, with ${host}`, async ({
    page,
    hub,
    complaints,
  }) => {
    // The frame has its own headers, which the server sends by default.
    const facet = await serveTinyModel(
      headers === servedHeaders ? { root: 'dist' } : { root: 'dist', headers },
    );
    try {
      await page.goto(facet.url);
      await panelsReady(page);
      const dialog = await openModels(page);
      await expect(dialog.getByTestId('offer-instructor-xl')).toContainText('4.97 GB');
      expect(hub.requests).toEqual([]);
      expect(page.frames()).toHaveLength(1);

      hub.inject(WEIGHTS, { kind: 'slow', bytesPerSecond: 100_000 });
      await lookAt(page, hub, 'facet/tiny');
      await expect(page.getByTestId('import-plan')).toContainText('T5 encoder, 2 layers');
      await expect(page.getByTestId('import-plan')).toContainText('754 kB');
      // Inspection and import each need the frame, the time between does not.
      await expect.poll(() => page.frames().length).toBe(1);
      await page.getByTestId('import-start').click();
      const urls = () => page.frames().map((frame) => frame.url());
      await expect.poll(urls).toEqual([facet.url, `${facet.url}import.html`]);
      expect(await page.evaluate(attempt, `${hub.url}/facet/tiny/resolve/main/config.json`)).toBe(
        'connect-src',
      );

      // The import continues behind the closed dialog, and the page stays usable.
      await page.keyboard.press('Escape');
      await expect(page.getByTestId('import-status')).toContainText('Importing tiny');
      hub.heal();
      await page.getByTestId('import-status').getByText('Use it now').click();
      await expect(page.getByTestId('model-pill')).toContainText('tiny');
      await panelsReady(page);
      expect(page.frames()).toHaveLength(1);
      expect(await page.evaluate(attempt, `${hub.url}/facet/tiny/resolve/main/config.json`)).toBe(
        'connect-src',
      );
      await page.getByTestId('privacy-pill').click();
      await expect(page.getByText('0 requests')).toHaveCount(2);
      // Only the refusals that this test provoked.
      expect(complaints.filter((each) => !/Content Security Policy/.test(each))).toEqual([]);

      // The next visit has no network: it asks neither the hub nor for the built-in model.
      await hub.close();
      const before = facet.requests.length;
      facet.inject(/^models\//, { kind: 'status', status: 503 });
      await page.reload();
      await panelsReady(page);
      await expect(page.getByTestId('model-pill')).toContainText('tiny');
      expect(facet.requests.slice(before).filter((path) => path.startsWith('models/'))).toEqual([]);
    } finally {
      await facet.close();
    }
  });
}

test('the fetch frame answers only to its own page', async ({ page, facet }) => {
  await page.goto(`${facet.url}import.html`);
  const answered = await page.evaluate(async () => {
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise((resolve) => {
      port1.onmessage = resolve;
      setTimeout(() => resolve(null), 1000);
    });
    window.postMessage({ kind: 'port' }, '*', [port2]);
    return (await answer) !== null;
  });
  expect(answered).toBe(false);
  expect(page.workers()).toEqual([]);
});

test('a private model asks for an access token, which is sent to its hub only and not kept', async ({
  page,
  facet,
  hub,
}) => {
  await page.goto(facet.url);
  const dialog = await openModels(page);
  await lookAt(page, hub, 'facet/gated');
  await expect(dialog.getByTestId('error')).toContainText('access token');
  await dialog.getByText('Back').click();
  await page.getByTestId('access-token').fill(TOKEN);
  await page.getByTestId('inspect').click();
  await page.getByTestId('import-start').click();
  await expect(page.getByTestId('import-done')).toBeVisible();
  const told = hub.requests.filter(({ authorization }) => authorization === `Bearer ${TOKEN}`);
  expect(told.length).toBeGreaterThan(0);
  expect(told.filter(({ host }) => host !== 'hub')).toEqual([]);
  const kept = await page.evaluate(async () => {
    const parts = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
    const walk = async (folder: FileSystemDirectoryHandle): Promise<void> => {
      for await (const entry of folder.values()) {
        if (entry.kind === 'directory') await walk(entry as FileSystemDirectoryHandle);
        else if (entry.name.endsWith('.json')) {
          parts.push(await (await (entry as FileSystemFileHandle).getFile()).text());
        }
      }
    };
    await walk(await navigator.storage.getDirectory());
    return parts.join('\n');
  });
  expect(kept).toContain('facet/gated');
  expect(kept).not.toContain(TOKEN);
});
