/** The fetch frame's document (frame.ts), beside the page: read by the build too. */
export const FRAME_PAGE = 'import.html';
