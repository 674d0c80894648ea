/**
 * Stands in for the package form-data in the bundle (see esbuild.js). axios imports it for multipart bodies, with
 * 137 KB of MIME types; an OAuth client sends none (RFC 6749 §3.2: application/x-www-form-urlencoded).
 */
export default globalThis.FormData;
