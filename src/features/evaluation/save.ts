/** Results as files. */
import { methodsParagraph, mtebResult, resultsCsv } from '../../evaluation/compare/results.ts';
import { wordingsCsv } from '../../evaluation/sensitivity/wordings-csv.ts';
import type { ResultRow, TaskResult } from '../../evaluation/service/types.ts';
import type { PlotTheme } from '../../widgets/plot/theme.ts';
import { saveFile } from '../../widgets/save-file.ts';
import { saveSvg } from '../../widgets/save-picture.ts';
import { forestPicture } from './picture.ts';
import { type Outcome, STATISTICS, type Varied } from './run.ts';

export function saveCsv(outcomes: readonly Outcome[]): void {
  const text = resultsCsv(outcomes.map(({ result }) => result));
  saveFile(new Blob([text], { type: 'text/csv' }), 'instructions.csv');
}

/** Saves the scores of an instruction's other wordings as a table. */
export function saveWordings(varied: Varied): void {
  saveFile(new Blob([wordingsCsv([varied])], { type: 'text/csv' }), 'wordings.csv');
}

/** Saves a row as mteb's own result file. */
export function saveMteb(result: TaskResult, row: ResultRow): void {
  const text = `${JSON.stringify(mtebResult(result, row), null, 2)}\n`;
  const name = `${fileName(result.name)}.${fileName(row.instruction.name)}.json`;
  saveFile(new Blob([text], { type: 'application/json' }), name);
}

/** Copies the paragraph for a paper. @throws Error if the browser does not allow it. */
export async function copyMethods(outcomes: readonly Outcome[]): Promise<void> {
  const model = outcomes[0]!.model;
  const results = outcomes.map(({ result }) => result);
  await navigator.clipboard.writeText(methodsParagraph(results, { model, ...STATISTICS }));
}

/** Saves the forest plot of a task as SVG. */
export function saveForest({ result, model }: Outcome, theme: PlotTheme): void {
  saveSvg(forestPicture(result, model, theme), theme, `${fileName(result.name)}-forest`);
}

/** Names of tasks and instructions hold whatever people wrote. */
function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}_-]+/gu, '_').slice(0, 60);
}
