import { Tooltip } from 'radix-ui';
import type { ComponentProps } from 'react';
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
  return (
    <Tooltip.Root>
      <Tooltip.Trigger
        asChild
        // Focus that comes from no element was given by the page, as after a rename: a tooltip would only
        // stand in the way of Escape.
        onFocus={(event) => {
          if (event.relatedTarget === null) event.preventDefault();
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
