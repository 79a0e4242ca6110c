/** Document that talks to a vector store (frame.ts), beside the page. The build reads it too. */
export const STORE_PAGE = 'store.html';
