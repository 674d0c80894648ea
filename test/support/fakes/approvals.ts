import type { ProfileApprovals } from '../../../src/core/tokens/profileApprovals';

/** Where there is no workspace. */
export const nothingShared: ProfileApprovals = { require: () => Promise.resolve() };
