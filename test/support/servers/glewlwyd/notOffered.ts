import type { NotOffered } from '../../serverTable';

/** What Glewlwyd has no part in (docs/servers.md). */
export const notOffered: NotOffered = {};
