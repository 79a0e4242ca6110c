import * as DropdownMenu from 'radix-ui/dropdown-menu';
import { useReading } from '../../app/app.ts';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import { Icon } from '../../widgets/Icon.tsx';
import type { Lens } from '../../workspace/lens.ts';

const ENTRIES = partCode(
  'The library of instructions',
  async () => (await import('./LibraryEntries.tsx')).LibraryEntries,
);

/** So that the menu opens with its entries, which the keyboard goes through. A failure is said when it is open. */
const fetchAhead = () => void ENTRIES.load().catch(() => undefined);

/** Instructions by task type; choosing one fills the lens. */
export function LibraryMenu({ lens }: { readonly lens: Lens }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className="button"
        data-testid="library"
        disabled={useReading()}
        onPointerEnter={fetchAhead}
        onFocus={fetchAhead}
      >
        Library
        <Icon name="chevron" size={12} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={12}>
          <LazyPart code={ENTRIES} lens={lens} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
