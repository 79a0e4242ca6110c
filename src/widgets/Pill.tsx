import * as Popover from 'radix-ui/popover';
import type { ReactNode, Ref } from 'react';

/** A fact in the header that opens to its details. */
export function Pill({
  ref,
  testId,
  label,
  face,
  children,
}: {
  readonly ref?: Ref<HTMLButtonElement>;
  readonly testId: string;
  /** Name of the popover for screen readers. */
  readonly label: string;
  readonly face: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <Popover.Root>
      <Popover.Trigger ref={ref} className="pill" data-testid={testId}>
        <span className="visually-hidden">{label}: </span>
        {face}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover"
          align="end"
          sideOffset={6}
          collisionPadding={12}
          aria-label={label}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
