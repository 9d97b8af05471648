import adapter from '@sveltejs/adapter-node';

/** @type {import('@sveltejs/kit/vite').Config} */
export default {
	adapter: adapter({ out: 'build' }),
	csp: {
		mode: 'nonce',
		directives: {
			'default-src': ['none'],
			'script-src': ['self'],
			// Plot writes a <style> into each SVG it draws, so inline styles stay allowed; scripts need their nonce.
			'style-src': ['self', 'unsafe-inline'],
			'img-src': ['self', 'data:'],
			'font-src': ['self'],
			'connect-src': ['self'],
			'manifest-src': ['self'],
			'object-src': ['none'],
			'base-uri': ['none'],
			'frame-ancestors': ['none'],
			'form-action': ['self'],
		},
	},
};
