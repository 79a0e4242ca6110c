/** Texts from files: dropped or chosen, counted before they are added, undone in one step. */
import { expect, test } from '../fixtures.ts';

test('a dropped text file is counted before it is added, and undone in one step; a dropped .json is a workspace or a table', async ({
  page,
  facet,
  complaints,
}) => {
  await page.goto(facet.url);
  const rows = page.getByTestId('text-row');
  await expect(rows.first()).toBeVisible();
  const before = await rows.count();

  const held = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    const text = '\ufeffDropped one.\r\n\r\n<b>Dropped</b> two.\r\n';
    transfer.items.add(new File([text], 'notes.txt', { type: 'text/plain' }));
    return transfer;
  });
  await rows.first().dispatchEvent('dragover', { dataTransfer: held });
  await rows.first().dispatchEvent('drop', { dataTransfer: held });

  await expect(page.getByTestId('batch')).toContainText('notes.txt 2 texts');
  await expect(page.getByTestId('paste-count')).toHaveText('2 texts, 1 empty line left out');
  await expect(rows).toHaveCount(before);
  await page.getByTestId('paste-confirm').click();
  await expect(rows).toHaveCount(before + 2);
  await expect(rows.filter({ hasText: '<b>Dropped</b> two.' })).toHaveCount(1);
  // The byte order mark is not part of the first text.
  await expect(rows.getByRole('button', { name: /^Edit text \d+: Dropped one\.$/ })).toHaveCount(1);

  await page.getByTestId('toast').getByRole('button', { name: 'Undo' }).click();
  await expect(rows).toHaveCount(before);

  const json = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['[{"text": "From an array"}]'], 'texts.json'));
    return transfer;
  });
  await rows.first().dispatchEvent('drop', { dataTransfer: json });
  await expect(page.getByTestId('batch')).toContainText('texts.json 1 text');
  expect(complaints).toEqual([]);
});

test('files are chosen by keyboard, many at once; one that is no text is refused by name', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  const tab = page.getByRole('tab', { name: /^Docs/ });
  await tab.click();
  // A long list keeps only visible rows in the page; the tab counts all of them.
  const before = Number((await tab.textContent())?.replace('Docs', ''));
  // The browser intercepts the dialog some time after it is told to.
  const chooser = page.waitForEvent('filechooser');
  await page.getByTestId('paste-texts').click();
  await page.getByTestId('paste-field').fill('Typed.');
  await page.getByRole('button', { name: 'Choose a file' }).focus();
  await page.keyboard.press('Enter');
  await (await chooser).setFiles([
    { name: 'one.txt', mimeType: 'text/plain', buffer: Buffer.from('First.\nSecond.') },
    { name: 'two.txt', mimeType: 'text/plain', buffer: Buffer.from('Third.') },
    { name: 'photo.txt', mimeType: 'text/plain', buffer: Buffer.from([0x89, 0x50, 0xff, 0]) },
  ]);
  await expect(page.getByTestId('batch')).toHaveCount(3);
  await expect(page.getByRole('alert')).toHaveText(/photo\.txt is not text: it holds bytes/);
  await page.getByRole('button', { name: 'Leave out two.txt' }).click();
  await expect(page.getByTestId('paste-confirm')).toHaveText('Add 3 texts');
  await page.getByTestId('paste-confirm').click();
  await expect(tab).toHaveText(`Docs${before + 3}`);
});
