import { DropdownMenu } from 'radix-ui';
import { useModel, useWorkspace } from '../../app/app.ts';
import { showToast } from '../../app/toast.ts';
import { messageOf } from '../../lib/errors.ts';
import { Icon } from '../../widgets/Icon.tsx';
import { type PlotTheme, usePlotTheme } from '../../widgets/plot/theme.ts';
import { saveFile } from '../../widgets/save-file.ts';
import { savePng, saveSvg } from '../../widgets/save-picture.ts';
import type { Picture } from '../../widgets/svg.ts';
import { type Rows, toTsv } from '../../widgets/tsv.ts';

/** Takes what a panel shows elsewhere: as a picture, and as a table. Made when it is asked for. */
export function SaveMenu({
  what,
  picture,
  table,
}: {
  /** "similarity": part of the files' names. */
  readonly what: string;
  readonly picture?: (theme: PlotTheme) => Picture;
  readonly table: () => Rows;
}) {
  const theme = usePlotTheme();
  const workspace = useWorkspace((state) => state.workspace.name);
  const model = useModel((state) => state.info);
  const drawn = (): Picture => {
    const made = picture!(theme);
    const last = `${workspace} · ${model === null ? '' : `${model.name}, ${model.precision} · `}Facet`;
    return { ...made, notes: [...made.notes, last] };
  };
  const png = () =>
    savePng(drawn(), theme, `facet-${what}`).catch((error: unknown) =>
      showToast(`The picture was not saved: ${messageOf(error)}`),
    );
  const copy = async () => {
    const rows = table();
    try {
      await navigator.clipboard.writeText(toTsv(rows));
      showToast(`Copied ${(rows.length - 1).toLocaleString('en')} rows`);
    } catch {
      showToast('The browser did not allow copying: save the table as a file.');
    }
  };
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <button
          type="button"
          className="icon-button"
          aria-label={`Save ${what}`}
          title={`Save ${what}`}
          data-testid={`save-${what}`}
        >
          <Icon name="save" />
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6} collisionPadding={12}>
          {picture !== undefined && (
            <>
              <DropdownMenu.Item className="menu-item" data-testid="save-png" onSelect={png}>
                Picture (PNG)
              </DropdownMenu.Item>
              <DropdownMenu.Item
                className="menu-item"
                data-testid="save-svg"
                onSelect={() => saveSvg(drawn(), theme, `facet-${what}`)}
              >
                Picture (SVG)
              </DropdownMenu.Item>
              <DropdownMenu.Separator className="menu-separator" />
            </>
          )}
          <DropdownMenu.Item
            className="menu-item"
            data-testid="copy-table"
            onSelect={() => void copy()}
          >
            Copy table (TSV)
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className="menu-item"
            data-testid="save-table"
            onSelect={() =>
              saveFile(
                new Blob([`${toTsv(table())}\n`], { type: 'text/tab-separated-values' }),
                `facet-${what}.tsv`,
              )
            }
          >
            Save table (.tsv)
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
