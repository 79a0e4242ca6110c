import { DropdownMenu } from 'radix-ui';
import { editWithToast } from '../../app/actions.ts';
import { useModel, useReading } from '../../app/app.ts';
import { Icon } from '../../widgets/Icon.tsx';
import { INSTRUCTION_LIBRARY, promptsTask } from '../../workspace/instruction-library.ts';
import type { Lens } from '../../workspace/lens.ts';
import { fillLens } from '../../workspace/lens-edits.ts';

/** Instructions by task type; choosing one fills the lens. */
export function LibraryMenu({ lens }: { readonly lens: Lens }) {
  const info = useModel((state) => state.info);
  const own = info === null ? null : promptsTask(info.name, info.input.prompts);
  const tasks = own === null ? INSTRUCTION_LIBRARY : [own, ...INSTRUCTION_LIBRARY];
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="button" data-testid="library" disabled={useReading()}>
        Library
        <Icon name="chevron" size={12} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={12}>
          {tasks.map(({ task, entries }) => (
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
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
