/** The Vite environment of the Worker. Others are the browser's and the prerenderer's. */
export const WORKER = 'ssr';
