/** How the keys of all secrets begin that Valet Key stores. */
export const KEY_ROOT = 'valetKey.';
/** Those of every host's `StorageCanary`. */
export const CANARY_ROOT = `${KEY_ROOT}canary.`;
