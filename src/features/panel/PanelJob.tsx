import { useJob } from '../../app/app.ts';
import { Button } from '../../widgets/Button.tsx';
import { ProgressBar } from '../../widgets/ProgressBar.tsx';
import { usePanel } from './context.ts';

/** How far the panel's computation is. It alone is drawn anew with each report. */
export function PanelProgress({ label }: { readonly label: string }) {
  const job = useJob(`panel:${usePanel().definition.name}`);
  return <ProgressBar label={label} fraction={job?.fraction ?? null} />;
}

/** Stops the panel's computation; shown once it has run for a second. */
export function PanelCancel() {
  const cancel = useJob(`panel:${usePanel().definition.name}`)?.cancel;
  if (cancel === undefined) return null;
  return (
    <span className="late">
      <Button look="link" onClick={cancel}>
        Cancel
      </Button>
    </span>
  );
}
