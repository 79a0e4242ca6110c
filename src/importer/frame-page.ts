/** Document of the fetch frame (frame.ts), beside the page. The build reads it too. */
export const FRAME_PAGE = 'import.html';
