import * as Tooltip from 'radix-ui/tooltip';
import { type ComponentProps, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { Icon, type IconName } from './Icon.tsx';

/** A button that is an icon; its label is read aloud and shown on hover and focus. */
export function IconButton({
  icon,
  label,
  ...rest
}: { readonly icon: IconName; readonly label: string } & Omit<
  ComponentProps<'button'>,
  'children' | 'aria-label' | 'className' | 'type'
>) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (!open) return;
    // A tooltip takes the key for itself, so it goes before the key comes to what lies under it: a dialog closes.
    const close = (event: KeyboardEvent) => {
      if (event.key === 'Escape') flushSync(() => setOpen(false));
    };
    window.addEventListener('keydown', close, true);
    return () => window.removeEventListener('keydown', close, true);
  }, [open]);
  return (
    <Tooltip.Root open={open} onOpenChange={setOpen}>
      <Tooltip.Trigger
        asChild
        // Focus that does not come from another control was given by the page, as after a rename: no one asks for
        // a tooltip.
        onFocus={(event) => {
          const { currentTarget, relatedTarget } = event;
          if (relatedTarget === null || relatedTarget.contains(currentTarget)) {
            event.preventDefault();
          }
        }}
      >
        <button type="button" className="icon-button" aria-label={label} {...rest}>
          <Icon name={icon} />
        </button>
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className="tooltip" sideOffset={4} collisionPadding={8}>
          {label}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
