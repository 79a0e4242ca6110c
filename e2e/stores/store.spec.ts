/** The vector store's dialog over real servers; skipped where these are not installed (`npm run test:stores`). */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame, Page } from '@playwright/test';
import { loadExport, loadStore } from '../../testing/stores/fill.ts';
import { startChroma, startMilvus, whyNoStores } from '../../testing/stores/servers.ts';
import { expect, panelsReady, test } from '../fixtures.ts';

const why = whyNoStores();
test.skip(why !== null, why ?? '');
// A server takes 15 s to start on an idle machine.
test.setTimeout(600_000);

const ROWS = Number(process.env.FACET_STORE_ROWS ?? 2000);
const QUERY = 'zebras crossing a river of numbers';
const LENS = {
  ...{ id: 'lens-1', name: 'Search', colour: 0, on: true },
  instruction: 'Represent the sentence: ',
  queryInstruction: 'Represent the question for retrieving documents: ',
  documentInstruction: 'Represent the document for retrieval: ',
};
const WORDS = 'river stone cloud number letter engine market signal garden winter'.split(' ');
const documents = Array.from({ length: ROWS }, (_, index) => ({
  id: `d-${index}`,
  text: `${WORDS[index % 10]} ${WORDS[(index >> 2) % 10]} secretword${index}`,
}));
const WORKSPACE = {
  ...{ version: 2, name: 'Stores', lenses: [LENS], k: 2, projection: 'pca' },
  texts: ['one text', 'another text', 'a third'].map((text, at) => ({
    id: `t-${at}`,
    text,
    group: 'A',
  })),
  queries: [{ id: 'q-0', text: QUERY }],
  documents,
};

async function openFile(page: Page): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByTestId('workspace-menu').click();
  await page.getByTestId('open-workspace').click();
  await (await chooser).setFiles({
    name: 'stores.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(WORKSPACE)),
  });
}

/** Saves the documents' vectors as the page exports them. @returns the .npy file. */
async function exportDocuments(page: Page, folder: string): Promise<string> {
  await page.getByTestId('workspace-menu').click();
  await page.getByTestId('export').click();
  await page.getByTestId('export-of').selectOption('documents');
  await page.getByTestId('export-format').selectOption('npy');
  const names: string[] = [];
  const saved: Promise<void>[] = [];
  page.on('download', (download) => {
    names.push(download.suggestedFilename());
    saved.push(download.saveAs(join(folder, download.suggestedFilename())));
  });
  await page.getByTestId('export-download').click();
  await expect.poll(() => names.length, { timeout: 200_000 }).toBe(3);
  page.removeAllListeners('download');
  await Promise.all(saved);
  await page.getByTestId('export-dialog').getByRole('button', { name: 'Close' }).click();
  return join(folder, names.find((name) => name.endsWith('.npy'))!);
}

async function connect(page: Page, kind: string, url: string): Promise<void> {
  await page.getByTestId('workspace-menu').click();
  await page.getByTestId('connect-store').click();
  await page.getByTestId('store-kind').selectOption(kind);
  await page.getByTestId('store-address').fill(url);
  await expect(page.getByTestId('store-dialog')).toContainText('Not sent: texts, queries');
  await page.getByTestId('store-connect').click();
  await expect(page.getByTestId('store-facts')).toBeVisible();
}

/** All that the page and its frames send to a server. */
function sentTo(page: Page, url: string): string[] {
  const sent: string[] = [];
  page.context().on('request', (request) => {
    if (!request.url().startsWith(url)) return;
    sent.push(decodeURIComponent(request.url()), request.postData() ?? '');
  });
  return sent;
}

const hitsOf = (page: Page) => page.getByTestId('store-hit').locator('bdi').allTextContents();

test('Milvus gives the hits of the page’s own exact search, and gets no text', async ({
  page,
  facet,
  complaints,
}) => {
  const server = await startMilvus();
  const folder = await mkdtemp(join(tmpdir(), 'facet-store-'));
  try {
    const sent = sentTo(page, server.url);
    await page.goto(facet.url);
    await panelsReady(page);
    await openFile(page);
    const retrieval = page.getByTestId('panel-retrieval');
    const ranked = retrieval.getByTestId('ranked-document').locator('bdi');
    await expect(ranked.first()).toContainText('secretword', { timeout: 240_000 });
    const own = (await ranked.allTextContents()).slice(0, 10);
    expect(own).toHaveLength(10);
    loadExport('milvus', server.url, 'documents', await exportDocuments(page, folder));

    await connect(page, 'milvus', server.url);
    await expect(page.getByTestId('store-dialog')).toContainText(LENS.documentInstruction.trim());
    await page.getByTestId('store-prove').click();
    const verdict = page.getByTestId('store-verdict');
    await expect(verdict).toHaveAttribute('data-kind', 'made');
    await expect(verdict).toContainText(`under “${LENS.documentInstruction}”`);
    await page.getByTestId('store-query').fill(QUERY);
    await expect(page.getByTestId('store-instruction')).toHaveValue(LENS.queryInstruction);
    await page.getByTestId('store-search-go').click();
    await expect(page.getByTestId('store-times')).toContainText('store and network');
    expect(await hitsOf(page)).toEqual(own);

    // The browser itself lets the frame reach no other server, and the page none at all.
    const frame = page.frames().find((each) => each.url().endsWith('store.html')) as Frame;
    expect(await frame.evaluate(() => self.origin)).toBe('null');
    /** The directive that refuses a request; 'none' where it is answered. */
    const refusedBy = (to: string) =>
      new Promise<string>((resolve) => {
        const onRefusal = ({ effectiveDirective }: SecurityPolicyViolationEvent) =>
          resolve(effectiveDirective);
        document.addEventListener('securitypolicyviolation', onRefusal, { once: true });
        fetch(to).then(
          () => resolve('none'),
          () => setTimeout(() => resolve('failed'), 2000),
        );
      });
    const open = `${server.url}/v1/vector/collections`;
    expect(await frame.evaluate(refusedBy, open)).toBe('none');
    expect(await frame.evaluate(refusedBy, facet.url)).toBe('connect-src');
    expect(await page.evaluate(refusedBy, open)).toBe('connect-src');

    await page.getByTestId('store-sample-count').fill('50');
    await page.getByTestId('store-sample-new').click();
    await expect(page.getByTestId('workspace-menu')).toContainText(
      `sample of 50 of ${ROWS.toLocaleString('en')}`,
    );
    expect(complaints.filter((each) => !each.includes('Content Security Policy'))).toEqual([]);

    await page.getByTestId('workspace-menu').click();
    await page.getByTestId('connect-store').click();
    await server.kill();
    await page.getByTestId('store-query').fill(QUERY);
    await page.getByTestId('store-search-go').click();
    await expect(page.getByTestId('error')).toContainText('cannot be reached');
    // Nothing is lost: what was found is still there, and so is the query.
    expect(await hitsOf(page)).toEqual(own);
    await expect(page.getByTestId('store-query')).toHaveValue(QUERY);

    expect(sent.length).toBeGreaterThan(8);
    expect(sent.filter((each) => /secretword|zebras|Represent/.test(each))).toEqual([]);
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
});

test('after a server that ended comes back, trying again goes on', async ({ page, facet }) => {
  const server = await startChroma();
  try {
    await page.goto(facet.url);
    await panelsReady(page);
    // As wide as the tiny model's, and made by no model.
    const dim = 96;
    const rows = Array.from({ length: 100 }, (_, index) => ({
      text: `<b>row ${index}</b>`,
      vector: Float32Array.from({ length: dim }, (_, at) => Math.sin(index * 7 + at * (index + 1))),
    }));
    await loadStore('chroma', server.url, 'rows', rows);
    await connect(page, 'chroma', server.url);
    await page.getByTestId('store-prove').click();
    await expect(page.getByTestId('store-verdict')).toContainText('Not made by');
    await page.getByTestId('store-query').fill(QUERY);
    await server.kill();
    await page.getByTestId('store-search-go').click();
    await expect(page.getByTestId('error')).toContainText('cannot be reached');
    await server.restart();
    await page.getByTestId('store-retry').click();
    await expect(page.getByTestId('store-hit')).toHaveCount(10);
    // Texts of a store are data.
    await expect(page.getByTestId('store-hit').first()).toContainText('<b>row');
    await page.keyboard.press('Escape');

    await page.getByTestId('privacy-pill').click();
    await page.getByTestId('work-offline').check();
    await page.keyboard.press('Escape');
    await page.getByTestId('workspace-menu').click();
    await page.getByTestId('connect-store').click();
    await expect(page.getByTestId('store-dialog')).toContainText('no store is asked');
    expect(page.frames().filter((each) => each.url().endsWith('store.html'))).toEqual([]);
  } finally {
    await server.close();
  }
});
