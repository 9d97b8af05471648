import { fileURLToPath } from 'node:url';

/** The folder of the checkout that the tests lie in. */
export const projectFolder = fileURLToPath(new URL('../..', import.meta.url));
