import { useEffect } from 'react';
import { useModel, useWorkspace } from '../../app/app.ts';
import type { PanelDefinition, Turn } from '../../app/panels.ts';
import { showToast } from '../../app/toast.ts';
import { isAbort, messageOf } from '../../lib/errors.ts';
import { isolated } from '../../lib/isolate.ts';
import { giveTurn } from '../../lib/turns.ts';
import { lazyModule } from '../../loading/lazy-module.ts';
import { usePlotTheme } from '../../widgets/plot/theme.ts';
import type { Picture } from '../../widgets/svg.ts';
import { usePanel } from './context.ts';
import { useLensNames } from './use-names.ts';

const loadWays = lazyModule('What saves pictures and tables', () => import('./save-as.ts'));

/** After this many milliseconds it is said that something is being made. */
const SAID_MS = 1000;

type Save = NonNullable<PanelDefinition['save']>;

/** Ways to save what the panel shows. Each says in a toast why it failed. */
export function useSave({ load }: Save) {
  const { definition, data } = usePanel();
  const file = `facet-${definition.name}`;
  const theme = usePlotTheme();
  const words = useLensNames();
  const workspace = useWorkspace((state) => state.workspace.name);
  const model = useModel((state) => state.info);
  // Fetched early: the clipboard accepts only what comes at once, and the connection may be gone later.
  useEffect(() => {
    Promise.all([load(), loadWays()]).catch(() => undefined);
  }, [load]);

  const ready = async () => ({ made: await load(), ways: await loadWays() });
  const shown = () => data.store.getState().result;
  const say = (what: string, act: (turn: Turn) => Promise<void>) => () =>
    void inTurns(what, act).catch((error: unknown) =>
      showToast(
        isAbort(error) ? `${what} was not saved.` : `${what} was not saved: ${messageOf(error)}`,
      ),
    );

  const picture = async (turn: Turn): Promise<Picture> => {
    const drawn = await (await load()).picture!(shown(), words, theme, turn);
    const last = `${isolated(workspace)} · ${model === null ? '' : `${isolated(model.name)}, ${model.precision} · `}Facet`;
    return { ...drawn, notes: [...drawn.notes, last] };
  };
  return {
    png: say('The picture', async (turn) =>
      (await loadWays()).savePng(await picture(turn), theme, file),
    ),
    svg: say('The picture', async (turn) =>
      (await loadWays()).saveSvg(await picture(turn), theme, file),
    ),
    copy: say('The table', async (turn) => {
      const { made, ways } = await ready();
      const rows = await made.table(shown(), words, turn);
      try {
        await ways.copyTable(rows, turn);
        showToast(`Copied ${(rows.length - 1).toLocaleString('en')} rows`);
      } catch (error) {
        if (isAbort(error)) throw error;
        showToast('The browser did not allow copying: save the table as a file.');
      }
    }),
    table: say('The table', async (turn) => {
      const { made, ways } = await ready();
      await ways.saveTable(await made.table(shown(), words, turn), file, turn);
    }),
  };
}

/** Does it in turns with the rest of the page; what takes long is said, and can be cancelled. */
async function inTurns(what: string, act: (turn: Turn) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const began = performance.now();
  let said = false;
  const turn: Turn = async () => {
    await giveTurn(controller.signal);
    if (said || performance.now() - began < SAID_MS) return;
    said = true;
    showToast(`${what} is being made…`, () => controller.abort(), 'Cancel');
  };
  await act(turn);
  if (said) showToast(`${what} is made.`);
}
