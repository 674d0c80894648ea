import type { NotOffered } from '../../serverTable';

/** What Django OAuth Toolkit has no part in (docs/servers.md). */
export const notOffered: NotOffered = {};
