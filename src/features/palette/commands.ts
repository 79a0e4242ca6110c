/** All commands of the page, by name. Made when the palette opens. */
import { PROJECTIONS } from '../../analysis/types.ts';
import { openEmpty, openExample, redoWithToast, undoWithToast } from '../../app/actions.ts';
import { models, panels, workspace, workspaces } from '../../app/app.ts';
import { comparisonOf } from '../../app/comparison.ts';
import { lensName } from '../../app/LensName.tsx';
import { createLens, deleteLens, openLens, switchLens } from '../../app/lens-actions.ts';
import { preferences } from '../../app/preferences.ts';
import { type PanelName, view } from '../../app/view.ts';
import { chooseWorkspaceFile, saveWorkspace, transfer } from '../../app/workspace-transfer.ts';
import { examples } from '../../workspace/examples.ts';
import { MOST_LENSES } from '../../workspace/lens.ts';
import { MATRIX_COLOURS, MODES } from '../../workspace/saved-view.ts';
import { duplicateOpen, openListed } from '../workspaces/actions.ts';
import { showWorkspaces } from '../workspaces/state.ts';
import { palette } from './state.ts';

export interface Command {
  readonly group: string;
  readonly name: string;
  /** Other search words. */
  readonly words?: string;
  readonly keys?: string;
  readonly run: () => void;
}

/** Workspaces offered by name; the list shows all of them. */
const OFFERED = 20;

const MODE_NAMES = {
  one: 'One lens',
  two: 'Two lenses side by side',
  difference: 'Difference of two lenses',
};
const COLOUR_NAMES = {
  value: 'cosine',
  unit: 'cosine from 0 to 1',
  rank: 'rank',
  deviation: 'deviation from the means of row and column',
};
const PROJECTION_NAMES = { pca: 'PCA', umap: 'UMAP', tsne: 't-SNE' };
const PANEL_NAMES: Record<PanelName, string> = {
  similarity: 'similarity',
  map: 'map',
  retrieval: 'retrieval',
  tokens: 'tokens',
};

export function commands(): Command[] {
  const { id, workspace: current, history } = workspace.getState();
  const [shown] = comparisonOf(current, view.getState()).lenses;
  const { lenses, k } = current;
  const past = history.past.at(-1);
  const future = history.future.at(-1);
  const setK = (next: number) => workspace.getState().adjust({ k: next });
  return [
    ...MODES.filter((mode) => mode === 'one' || lenses.filter(({ on }) => on).length > 1).map(
      (mode): Command => ({
        group: 'View',
        name: MODE_NAMES[mode],
        words: 'compare show',
        run: () => view.setState({ mode }),
      }),
    ),
    ...lenses.map(
      (lens): Command => ({
        group: 'View',
        name: `Look through “${lensName(lens)}”`,
        words: 'lens show first',
        run: () => view.setState({ first: lens.id }),
      }),
    ),
    ...(Object.keys(PANEL_NAMES) as PanelName[]).flatMap((panel): Command[] => [
      {
        group: 'Panels',
        name: `Go to ${PANEL_NAMES[panel]}`,
        words: 'focus panel',
        run: () => goTo(panel),
      },
      {
        group: 'Panels',
        name: `Open ${PANEL_NAMES[panel]} large`,
        words: 'expand full',
        run: () => view.setState({ large: panel }),
      },
    ]),
    {
      group: 'Panels',
      name: 'All panels',
      words: 'shrink',
      run: () => view.setState({ large: null }),
    },
    ...MATRIX_COLOURS.map(
      (colour): Command => ({
        group: 'Panels',
        name: `Colour the matrix by ${COLOUR_NAMES[colour]}`,
        run: () => view.setState({ colour }),
      }),
    ),
    ...PROJECTIONS.map(
      (projection): Command => ({
        group: 'Panels',
        name: `Map by ${PROJECTION_NAMES[projection]}`,
        words: 'projection',
        run: () => workspace.getState().adjust({ projection }),
      }),
    ),
    { group: 'Panels', name: `One cluster more (k = ${k + 1})`, run: () => setK(k + 1) },
    ...(k > 1
      ? [{ group: 'Panels', name: `One cluster fewer (k = ${k - 1})`, run: () => setK(k - 1) }]
      : []),
    ...(['clusters', 'labels'] as const).map(
      (mapColour): Command => ({
        group: 'Panels',
        name: `Colour the map by ${mapColour}`,
        run: () => view.setState({ mapColour }),
      }),
    ),
    ...(lenses.length < MOST_LENSES
      ? [
          {
            group: 'Lenses',
            name: 'Add a lens',
            words: 'new instruction',
            run: () => void createLens(),
          },
          {
            group: 'Lenses',
            name: `Duplicate “${lensName(shown)}”`,
            words: 'copy lens',
            run: () => void createLens(shown.id),
          },
        ]
      : []),
    ...lenses.flatMap((lens): Command[] => [
      {
        group: 'Lenses',
        name: `Edit “${lensName(lens)}”`,
        words: 'rename',
        run: () => edit(lens.id),
      },
      {
        group: 'Lenses',
        name: `Switch “${lensName(lens)}” ${lens.on ? 'off' : 'on'}`,
        run: () => switchLens(lens),
      },
      ...(lenses.length > 1
        ? [
            {
              group: 'Lenses',
              name: `Delete “${lensName(lens)}”`,
              run: () => void deleteLens(lens),
            },
          ]
        : []),
    ]),
    ...examples.map(
      (example): Command => ({
        group: 'Workspace',
        name: `Example: ${example.name}`,
        words: example.summary,
        run: () => void openExample(example),
      }),
    ),
    { group: 'Workspace', name: 'New empty workspace', run: openEmpty },
    {
      group: 'Workspace',
      name: 'Workspaces: open, rename, duplicate, delete',
      words: 'list all switch manage',
      run: () => showWorkspaces(),
    },
    {
      group: 'Workspace',
      name: `Rename “${current.name}”`,
      words: 'workspace name title',
      run: () => showWorkspaces(id),
    },
    {
      group: 'Workspace',
      name: `Duplicate the workspace “${current.name}”`,
      words: 'copy fork',
      run: () => void duplicateOpen(),
    },
    ...workspaces.catalogue.entries
      .filter((entry) => entry.id !== id && entry.problem === null)
      .slice(0, OFFERED)
      .map(
        (entry): Command => ({
          group: 'Workspace',
          name: `Open “${entry.name}”`,
          words: 'switch workspace',
          run: () => void openListed(entry.id),
        }),
      ),
    {
      group: 'Workspace',
      name: 'Add texts',
      words: 'paste import file csv table',
      run: () => press('paste-texts', true),
    },
    {
      group: 'Workspace',
      name: 'Save as a file',
      words: 'export json',
      keys: 'Ctrl S',
      run: saveWorkspace,
    },
    {
      group: 'Workspace',
      name: 'Open a file',
      words: 'load import json',
      run: chooseWorkspaceFile,
    },
    {
      group: 'Workspace',
      name: 'Share a link',
      words: 'url copy',
      run: () => transfer.setState({ sharing: true }),
    },
    ...(past === undefined
      ? []
      : [{ group: 'Workspace', name: `Undo: ${past.label}`, keys: 'Ctrl Z', run: undoWithToast }]),
    ...(future === undefined
      ? []
      : [
          {
            group: 'Workspace',
            name: `Redo: ${future.label}`,
            keys: 'Ctrl ⇧ Z',
            run: redoWithToast,
          },
        ]),
    ...(['similarity', 'map', 'retrieval', 'tokens', 'effect'] as const)
      .filter((panel) => panels[panel].store.getState().result !== null)
      .filter((panel) => document.querySelector(`[data-testid="save-${panel}"]`) !== null)
      .map(
        (panel): Command => ({
          group: 'Workspace',
          name: `Save ${panel}: picture or table`,
          words: 'export png svg tsv copy download',
          run: () => press(`save-${panel}`),
        }),
      ),
    {
      group: 'Page',
      name: 'Models: choose or add one',
      words: 'instructor hub download import',
      run: () => models.show(),
    },
    ...(['light', 'dark', 'system'] as const).map(
      (theme): Command => ({
        group: 'Page',
        name: theme === 'system' ? 'Theme: like the system' : `Theme: ${theme}`,
        words: 'mode colours',
        run: () => preferences.setState({ theme }),
      }),
    ),
    {
      group: 'Page',
      name: 'Keyboard shortcuts',
      words: 'keys help',
      keys: '?',
      run: () => palette.setState({ open: 'shortcuts' }),
    },
    {
      group: 'Page',
      name: 'Guided start',
      words: 'help tour introduction',
      run: () => preferences.setState({ guided: false }),
    },
  ];
}

function goTo(panel: PanelName): void {
  view.setState({ large: null });
  const found = document.querySelector<HTMLElement>(`[data-panel="${panel}"]`);
  found?.scrollIntoView({ block: 'nearest' });
  found?.querySelector<HTMLElement>('button:enabled, select, [tabindex="0"]')?.focus();
}

function edit(id: string): void {
  view.setState({ drawer: true });
  openLens(id);
  setTimeout(() => document.querySelector<HTMLElement>('[data-testid="lens-name"]')?.focus());
}

/** Presses a button of the page, which may lie in the drawer or be a menu. */
function press(testId: string, drawer = false): void {
  if (drawer) view.setState({ drawer: true });
  setTimeout(() => {
    const button = document.querySelector<HTMLElement>(`[data-testid="${testId}"]`);
    button?.focus();
    // Menus open with a key or a pointer, but not with a click.
    if (button?.getAttribute('aria-haspopup') === 'menu') {
      button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    } else button?.click();
  });
}
