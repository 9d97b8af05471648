const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request may be answered as far as its origin goes: reading always; writing, JSON included, only when the
 * browser says that our own page sent it.
 */
export function isAllowedOrigin(request: Request, url: URL): boolean {
	return READING.has(request.method) || request.headers.get('origin') === url.origin;
}
