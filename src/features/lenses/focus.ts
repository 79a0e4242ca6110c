/** Target of the focus: a lens's head, or its name field. */
export interface FocusTarget {
  readonly id: string;
  readonly part: 'head' | 'name';
}
