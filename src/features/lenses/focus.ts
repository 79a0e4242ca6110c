/** Where the focus is to go: to the head of a lens, or to the field of its name. */
export interface FocusTarget {
  readonly id: string;
  readonly part: 'head' | 'name';
}
