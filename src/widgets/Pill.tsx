import { Popover } from 'radix-ui';
import type { ReactNode } from 'react';

/** A fact in the header that opens to the whole story. */
export function Pill({
  testId,
  label,
  face,
  children,
}: {
  readonly testId: string;
  /** What the popover is about, for those who do not see the face. */
  readonly label: string;
  readonly face: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <Popover.Root>
      <Popover.Trigger className="pill" data-testid={testId}>
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
