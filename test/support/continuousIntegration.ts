/** Nobody is there to wonder about what was skipped or left as it was. */
export const onCi = process.env.CI === '1' || process.env.CI === 'true';
