import { useEffect } from 'react';
import { app } from '../../app/app.ts';
import { showToast } from '../../app/toast.ts';
import { editHere } from './actions.ts';

/** Says why an edit was refused: another tab edits the workspace. */
export function useRefusals(): void {
  useEffect(
    () =>
      app().workspace.subscribe(({ refused, role }, before) => {
        if (refused === before.refused || role !== 'reader') return;
        showToast(
          'Not changed: another tab edits this workspace.',
          () => void editHere(),
          'Edit here',
        );
      }),
    [],
  );
}
