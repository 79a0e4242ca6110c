import { describe, expect, it } from 'vitest';
import { examples, FIRST_EXAMPLE } from './examples.ts';
import type { SavedView } from './saved-view.ts';
import {
  isLink,
  readLink,
  readWorkspace,
  readWorkspaceFile,
  writeLink,
  writeWorkspace,
} from './workspace-file.ts';

const view: SavedView = {
  mode: 'difference',
  first: 'lens-1',
  second: null,
  columns: 'B',
  colour: 'rank',
  mapColour: 'labels',
  labels: true,
};
const { workspace } = FIRST_EXAMPLE;

function changed(change: (json: Record<string, never>) => void): string {
  const json = JSON.parse(writeWorkspace(workspace, view, null));
  change(json);
  return JSON.stringify(json);
}

describe('a workspace file', () => {
  it.each(examples)('brings $id back with its view', async ({ load }) => {
    const workspace = await load();
    const read = readWorkspace(writeWorkspace(workspace, view, null));
    expect(read).toEqual({ workspace, view, hasTexts: true, model: null });
  });

  it('holds only the saved part of a view', () => {
    const wider = { ...view, drawer: true };
    expect(JSON.parse(writeWorkspace(workspace, wider, null)).view).toEqual(view);
  });

  it('names the model it was saved with, and nothing else about it', () => {
    const model = { name: 'facet-mini', precision: 'int8', fingerprint: 'ab12' };
    const text = writeWorkspace(workspace, view, { ...model, device: 'wasm' } as typeof model);
    expect(JSON.parse(text).model).toEqual(model);
    expect(readWorkspace(text)).toEqual({ workspace, view, hasTexts: true, model });
  });

  it('without a view comes from an earlier Facet', () => {
    const text = changed((json) => delete json.view);
    expect(readWorkspace(text)).toEqual({ workspace, view: null, hasTexts: true, model: null });
  });

  it.each<[string, string, RegExp]>([
    ['no JSON', '{"version": 2,', /^It is not JSON: /],
    ['a list', '[1]', /^workspace is a list of 1; it must be an object\.$/],
    ['another tool’s', '{"a": 1}', /^version is missing|^version is undefined/],
    ['a newer one', changed((j) => Object.assign(j, { version: 9 })), /A newer Facet wrote it/],
    [
      'a wrong mode',
      changed((j) => Object.assign(j.view!, { mode: 'three' })),
      /^view\.mode is "three"; it must be one of "one", "two", "difference"\.$/,
    ],
    [
      'a wrong lens of the view',
      changed((j) => Object.assign(j.view!, { first: 4 })),
      /^view\.first is 4; it must be the id of a lens, or null\.$/,
    ],
    [
      'texts of the wrong kind',
      changed((j) => Object.assign(j, { texts: [{ id: 'x', text: 'y', group: 'C' }] })),
      /^texts\[0\]\.group is "C"/,
    ],
    [
      'a model without a name',
      changed((j) => Object.assign(j, { model: { precision: 'int8', fingerprint: 'a' } })),
      /^model\.name is missing; it must be a text\.$/,
    ],
    ['no texts', changed((j) => delete j.texts), /^texts is missing; it must be a list\.$/],
  ])('refuses %s and says why', (_, text, message) => {
    expect(() => readWorkspace(text)).toThrow(message);
  });

  it('names a huge value by its kind alone', () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    expect(() => readWorkspace(`{"version": 2, "k": 2, "name": ${deep}}`)).toThrow(
      'name is a list of 1; it must be a text.',
    );
  });

  it('cannot reach the prototype of objects', () => {
    const text = writeWorkspace(workspace, view, null).replace(
      '{',
      '{"__proto__": {"polluted": 1},',
    );
    expect(readWorkspace(text).workspace).toEqual(workspace);
    expect('polluted' in {}).toBe(false);
  });

  it('must be UTF-8 text', async () => {
    const file = new File([new Uint8Array([0x7b, 0xff])], 'a.json');
    await expect(readWorkspaceFile(file)).rejects.toThrow('It is not text in UTF-8.');
    const good = new File([writeWorkspace(workspace, view, null)], 'b.json');
    expect((await readWorkspaceFile(good)).workspace).toEqual(workspace);
  });
});

describe('a link', () => {
  it('carries lenses and settings, and texts only if asked', async () => {
    const without = await writeLink(workspace, view, false);
    const read = await readLink(without);
    expect(read).toEqual({
      // The name may tell of the texts too.
      workspace: { ...workspace, name: 'Shared lenses', texts: [], queries: [], documents: [] },
      view,
      hasTexts: false,
      model: null,
    });
    const whole = await writeLink(workspace, view, true);
    expect(await readLink(whole)).toEqual({ workspace, view, hasTexts: true, model: null });
    expect(without.length).toBeLessThan(whole.length);
  });

  it('consists of characters that a URL keeps', async () => {
    const link = await writeLink(workspace, view, true);
    expect(link).toMatch(/^#facet=[\w-]+$/);
    expect(isLink(link)).toBe(true);
    expect(isLink('#other')).toBe(false);
  });

  it('that was cut says so', async () => {
    const link = await writeLink(workspace, view, true);
    await expect(readLink(link.slice(0, -20))).rejects.toThrow(/cut or changed on its way/);
    await expect(readLink('#facet=%%%')).rejects.toThrow(/cut or changed on its way/);
  });

  it('does not inflate beyond its limit', async () => {
    const link = await writeLink({ ...workspace, name: 'a'.repeat(6_000_000) }, view, true);
    expect(link.length).toBeLessThan(20_000);
    await expect(readLink(link)).rejects.toThrow(/more than 5 MB/);
  });
});
