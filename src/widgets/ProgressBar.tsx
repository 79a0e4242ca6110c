/** A bar that fills; without a fraction, it shows only that work goes on. */
export function ProgressBar({
  label,
  fraction,
}: {
  readonly label: string;
  readonly fraction: number | null;
}) {
  return (
    <div
      className="bar"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={fraction === null ? undefined : Math.round(fraction * 100)}
      data-unknown={fraction === null ? '' : undefined}
    >
      <i style={fraction === null ? undefined : { width: `${Math.min(1, fraction) * 100}%` }} />
    </div>
  );
}
