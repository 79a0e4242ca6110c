/** A cut stone: one body, many facets. */
export function Logo() {
  return (
    <svg
      width="22"
      height="22"
      viewBox="0 0 22 22"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M6 3h10l4 5.5L11 19.5 2 8.5ZM2 8.5h18M6 3l2 5.5 3 11 3-11L16 3M8 8.5 11 3l3 5.5" />
    </svg>
  );
}
