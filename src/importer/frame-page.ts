/** Document of the fetch frame (frame.ts), beside the page. The build reads it too. */
export const FRAME_PAGE = 'import.html';

/** Id of the element that holds the worker's script as text. */
export const WORKER_TEXT_ID = 'worker';
