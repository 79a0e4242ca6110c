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
        // Focus that does not come from another control was given by the page, as after a rename: a tooltip
        // would take the next Escape.
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
