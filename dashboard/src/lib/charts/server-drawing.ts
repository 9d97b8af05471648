/** Draws a chart while the page is made; null in the browser, where neither Plot nor a second DOM belongs to first load. */
export const drawOnServer = import.meta.env.SSR ? (await import('./draw-on-server.ts')).drawOnServer : null;
