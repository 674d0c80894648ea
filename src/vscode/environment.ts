import type { Environment } from '../core/profiles/variables';
import type { Redactor } from '../core/redactor';

/** The environment variables of the extension host. What one holds is kept out of the log from then on (G11). */
export function environmentOf(redactor: Redactor): Environment {
  return (name) => {
    const value = process.env[name];
    redactor.protect(value);
    return value;
  };
}
