import { useEffect } from 'react';
import { useModel, useWorkspace } from '../../app/app.ts';
import type { PanelDefinition } from '../../app/panels.ts';
import { showToast } from '../../app/toast.ts';
import { messageOf } from '../../lib/errors.ts';
import { lazyModule } from '../../loading/lazy-module.ts';
import { usePlotTheme } from '../../widgets/plot/theme.ts';
import type { Picture } from '../../widgets/svg.ts';
import { usePanel } from './context.ts';
import { useLensNames } from './use-names.ts';

const loadWays = lazyModule('What saves pictures and tables', () => import('./save-as.ts'));

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
  const say = (what: string, act: () => Promise<void>) => () =>
    void act().catch((error: unknown) => showToast(`${what} was not saved: ${messageOf(error)}`));

  const picture = async (): Promise<Picture> => {
    const drawn = (await load()).picture!(shown(), words, theme);
    const last = `${workspace} · ${model === null ? '' : `${model.name}, ${model.precision} · `}Facet`;
    return { ...drawn, notes: [...drawn.notes, last] };
  };
  return {
    png: say('The picture', async () => (await loadWays()).savePng(await picture(), theme, file)),
    svg: say('The picture', async () => (await loadWays()).saveSvg(await picture(), theme, file)),
    copy: say('The table', async () => {
      const { made, ways } = await ready();
      const rows = made.table(shown(), words);
      try {
        await ways.copyTable(rows);
        showToast(`Copied ${(rows.length - 1).toLocaleString('en')} rows`);
      } catch {
        showToast('The browser did not allow copying: save the table as a file.');
      }
    }),
    table: say('The table', async () => {
      const { made, ways } = await ready();
      ways.saveTable(made.table(shown(), words), file);
    }),
  };
}
