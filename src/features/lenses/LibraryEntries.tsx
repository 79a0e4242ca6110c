import * as DropdownMenu from 'radix-ui/dropdown-menu';
import { editWithToast } from '../../app/actions.ts';
import { useModel } from '../../app/app.ts';
import { INSTRUCTION_LIBRARY, promptsTask } from '../../workspace/instruction-library.ts';
import type { Lens } from '../../workspace/lens.ts';
import { fillLens } from '../../workspace/lens-edits.ts';

/** The entries of the library's menu. */
export function LibraryEntries({ lens }: { readonly lens: Lens }) {
  const info = useModel((state) => state.info);
  const own = info === null ? null : promptsTask(info.name, info.input.prompts);
  const tasks = own === null ? INSTRUCTION_LIBRARY : [own, ...INSTRUCTION_LIBRARY];
  return tasks.map(({ task, entries }) => (
    <DropdownMenu.Group key={task} aria-label={task}>
      <DropdownMenu.Label className="menu-label">{task}</DropdownMenu.Label>
      {entries.map((entry) => (
        <DropdownMenu.Item
          key={entry.name}
          className="menu-item"
          onSelect={() =>
            editWithToast(`Filled the lens with “${entry.name}”`, (current) =>
              fillLens(current, lens.id, entry),
            )
          }
        >
          <span className="two-line">
            {entry.name}
            <small>{Object.values(entry.instructions).join(' · ')}</small>
          </span>
        </DropdownMenu.Item>
      ))}
    </DropdownMenu.Group>
  ));
}
