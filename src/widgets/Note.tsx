import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';

/** A message where the problem is, with what to do beside it. */
export function Note({
  tone,
  action,
  children,
}: {
  readonly tone: 'bad' | 'warn' | 'plain';
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div
      className="note"
      data-tone={tone}
      role={tone === 'bad' ? 'alert' : 'note'}
      data-testid={tone === 'bad' ? 'error' : undefined}
    >
      {tone !== 'plain' && <Icon name="alert" size={14} />}
      <div>{children}</div>
      {action}
    </div>
  );
}
