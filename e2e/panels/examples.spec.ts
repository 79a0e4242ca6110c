/**
 * The example workspaces: each shows a visible difference, and the page's figures follow from vectors that
 * the same model computes in Node.
 */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { BUILTIN_MODEL } from '../../src/model-folder/builtin.ts';
import { startNodeEngine } from '../../src/node/engine.ts';
import { readModelFolder } from '../../src/node/node-model.ts';
import { nodeOrt } from '../../src/node/ort.ts';
import { examples } from '../../src/workspace/examples.ts';
import { cosine } from '../../testing/goldens.ts';
import { expect, panelsReady, test } from '../fixtures.ts';
import { tableOf } from './steps.ts';

// The examples show what the model that ships does.
test.use({ model: 'built-in' });

type Vectors = readonly Float32Array[];
type Matrix = readonly (readonly number[])[];

const BUILTIN = join(import.meta.dirname, '../../public', BUILTIN_MODEL.source.url);

function cosines(rows: Vectors, columns: Vectors): number[][] {
  return rows.map((a) => columns.map((b) => cosine(a, b)));
}

/** Ranks from 0, ties by their mean. */
function ranks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    return below + (values.filter((other) => other === value).length - 1) / 2;
  });
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const moment = (f: (i: number) => number) => x.reduce((sum, _, i) => sum + f(i), 0);
  return (
    moment((i) => (x[i]! - mx) * (y[i]! - my)) /
    Math.sqrt(moment((i) => (x[i]! - mx) ** 2) * moment((i) => (y[i]! - my) ** 2))
  );
}

/** Spearman's ρ of the cosines of all pairs (Spearman 1904). */
function spearman(a: Matrix, b: Matrix): number {
  const pairs = (m: Matrix) => m.flatMap((row, i) => row.slice(0, i));
  return correlation(ranks(pairs(a)), ranks(pairs(b)));
}

/** Linear CKA of two Gram matrices (Kornblith et al. 2019). */
function linearCka(a: Matrix, b: Matrix): number {
  const centred = (m: Matrix) => {
    const means = m.map((row) => row.reduce((x, y) => x + y) / row.length);
    const all = means.reduce((x, y) => x + y) / means.length;
    return m.flatMap((row, i) => row.map((x, j) => x - means[i]! - means[j]! + all));
  };
  const product = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  const [x, y] = [centred(a), centred(b)];
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
}

/** Mean share of the `count` nearest neighbours of a text that both have. */
function neighbourOverlap(a: Matrix, b: Matrix, count: number): number {
  const nearest = (row: readonly number[], self: number) =>
    row
      .map((cosine, i) => ({ cosine, i }))
      .filter(({ i }) => i !== self)
      .sort((x, y) => y.cosine - x.cosine)
      .slice(0, count)
      .map(({ i }) => i);
  const kept = a.map((row, i) => {
    const other = new Set(nearest(b[i]!, i));
    return nearest(row, i).filter((each) => other.has(each)).length;
  });
  return kept.reduce((x, y) => x + y) / kept.length;
}

const figure = (text: string | null | undefined) => Number(text?.replace('−', '-'));

async function effectFigure(page: Page, name: string): Promise<number> {
  return figure(await page.getByTestId(`effect-${name}`).textContent());
}

test('each example shows a difference, and its figures follow from the vectors', async ({
  page,
  facet,
  complaints,
}) => {
  const ort = nodeOrt();
  const engine = await startNodeEngine(
    await readModelFolder(BUILTIN, ort, { precision: 'int8' }),
    ort,
  );
  const embed = async (instruction: string, texts: readonly { text: string }[]) => {
    const { vectors, dim } = await engine.encode(
      texts.map(({ text }) => [instruction, text] as const),
    );
    return texts.map((_, i) => vectors.subarray(i * dim, (i + 1) * dim));
  };
  await page.goto(facet.url);
  await panelsReady(page);
  for (const { id, name, load } of examples) {
    const workspace = await load();
    expect(workspace.name).toBe(name);
    await page.getByTestId('workspace-menu').click();
    await page.getByTestId(`example-${id}`).click();
    // An example brings its own view.
    await expect(page.getByTestId('workspace-menu')).toContainText(name);
    const { texts, queries, documents, lenses } = workspace;
    // Of two instructions: of these, the cosines themselves change much.
    const [, one, other] = lenses;
    await page.getByRole('radio', { name: 'Difference' }).click();
    await page.getByLabel('To lens').selectOption({ label: other!.name });
    await page.getByLabel('From lens').selectOption({ label: one!.name });
    await panelsReady(page);
    await page.locator('[data-testid=effect][data-state=ready]').waitFor();

    const sides = [];
    for (const lens of [one!, other!]) {
      const vectors = await embed(lens.instruction, texts);
      sides.push({
        all: cosines(vectors, vectors),
        ranking: cosines(
          await embed(lens.queryInstruction, queries),
          await embed(lens.documentInstruction, documents),
        ),
      });
    }
    const [from, to] = [sides[0]!, sides[1]!];

    const rows = await tableOf(page, 'similarity');
    let worst = 0;
    let moved = 0;
    for (const [a, b, was, is, change] of rows) {
      const i = texts.findIndex(({ text }) => a!.endsWith(text));
      const j = texts.findIndex(({ text }) => b!.endsWith(text));
      const [x, y] = [from.all[i]![j]!, to.all[i]![j]!];
      for (const [shown, computed] of [
        [was, x],
        [is, y],
        [change, y - x],
      ] as const) {
        worst = Math.max(worst, Math.abs(figure(shown) - computed));
      }
      moved += Math.abs(figure(change)) / rows.length;
    }
    // The table shows three decimals.
    expect(rows.length, id).toBeGreaterThanOrEqual(64);
    expect(worst, id).toBeLessThan(0.001);
    // These show two decimals, and one.
    const rho = spearman(from.all, to.all);
    expect(Math.abs((await effectFigure(page, 'spearman')) - rho), id).toBeLessThan(0.008);
    const cka = linearCka(from.all, to.all);
    expect(Math.abs((await effectFigure(page, 'cka')) - cka), id).toBeLessThan(0.008);
    const overlap = neighbourOverlap(from.all, to.all, 10);
    expect(Math.abs((await effectFigure(page, 'overlap')) - overlap), id).toBeLessThan(0.06);

    // Visible: cosines change in more than their last digits, and the top documents change places.
    expect(moved, id).toBeGreaterThan(0.1);
    const top = (ranking: Matrix) =>
      ranking.map((row) => ranks(row.map((x) => -x)).flatMap((rank, i) => (rank < 5 ? [i] : [])));
    expect(top(to.ranking), id).not.toEqual(top(from.ranking));
    await expect(page.getByTestId('panel-retrieval')).toContainText(/[▲▼]\d/);
  }
  engine.close();
  expect(complaints).toEqual([]);
});
