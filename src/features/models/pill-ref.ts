import { createRef } from 'react';

/** The button in the header that says which model runs; the list of models gives it the focus when it closes. */
export const modelPill = createRef<HTMLButtonElement>();
