const PATHS = {
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  close: 'm4 4 8 8M12 4l-8 8',
  chevron: 'm4 6 4 4 4-4',
  check: 'm3 8.5 3.2 3L13 4.5',
  alert: 'M8 5v3.5M8 11h.01M8 1.8 14.7 13.5H1.3Z',
  paste: 'M6 2.5h4v2H6zM6 3.5H4v10h8v-10h-2M6.5 8h3M6.5 10.5h3',
  trash: 'M3 4.5h10M6.5 4V2.5h3V4M4.5 4.5l.5 9h6l.5-9M7 7v4M9 7v4',
  expand: 'M9.5 2.5h4v4M6.5 13.5h-4v-4M13 3 9.5 6.5M3 13l3.5-3.5',
  shrink: 'M13.5 6.5h-4v-4M2.5 9.5h4v4M9.5 6.5 13 3M6.5 9.5 3 13',
  table: 'M2.5 3h11v10h-11zM2.5 6.5h11M2.5 10h11M6.5 6.5V13',
  chart: 'M2.5 2.5v11h11M5.5 10.5l2.5-3 2 1.5 3-4',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  undo: 'M5.5 3 2.5 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H6',
  redo: 'm10.5 3 3 3-3 3M13 6H6.5a3.5 3.5 0 0 0 0 7H10',
  shield: 'M8 1.8 13 4v3.8c0 3-2.1 5.3-5 6.4-2.9-1.1-5-3.4-5-6.4V4Z',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7',
  moon: 'M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5Z',
  system: 'M2.5 3h11v7.5h-11zM6 13.5h4M8 10.5v3',
  fields: 'M2.5 4h11v3h-11zM2.5 9.5h6v3h-6z',
  wand: 'm3 13 7-7M10.5 2.5v2M9.5 3.5h2M13 6.5v2M12 7.5h2M6.5 3v1.4M5.8 3.7h1.4',
  tag: 'M2.5 2.5h5l6 6-5 5-6-6ZM5.5 5.5h.01',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  swap: 'M3 5.5h9.5M10 3l2.5 2.5L10 8M13 10.5H3.5M6 8l-2.5 2.5L6 13',
  play: 'M5 3v10l8-5Z',
  save: 'M3 2.5h8l2.5 2.5v8.5h-10.5zM5.5 2.5v3.5h5v-3.5M5.5 13.5v-4h5v4',
  open: 'M2 4h4l1.5 1.5h6.5v7.5h-12zM2 7.5h12',
  link: 'M6.5 9.5l3-3M7.5 4.5l1.2-1.2a2.8 2.8 0 0 1 4 4l-1.2 1.2M8.5 11.5l-1.2 1.2a2.8 2.8 0 0 1-4-4l1.2-1.2',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.3 10.3 14 14',
  lasso:
    'M8 2.5c3.3 0 6 1.6 6 3.7S11.3 10 8 10 2 8.3 2 6.2 4.7 2.5 8 2.5M4.5 9.3C4 10.5 5.5 11 5 12.5 4.8 13.3 4 13.5 3.5 13.5',
  back: 'M13 8H3M6.5 4.5 3 8l3.5 3.5',
  list: 'M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01',
  pen: 'm3 13 .8-3.2 7-7 2.4 2.4-7 7ZM9.5 4.2l2.4 2.4',
  copy: 'M6 5.5h7.5v8H6zM10 5.5v-3H2.5v8H6',
  arrow: 'M3 8h10M9.5 4.5 13 8l-3.5 3.5',
} as const;

export type IconName = keyof typeof PATHS;

/** A 16-pixel line icon in the colour of the text. Decoration only: name the control itself. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
