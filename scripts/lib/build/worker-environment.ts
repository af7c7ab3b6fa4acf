/** The Vite environment of the Worker. The other ones are the browser's and the prerenderer's. */
export const WORKER = 'ssr';
