import { objectInJwtPart } from '../../jwt';

type Members = Readonly<Record<string, unknown>>;

/** What a token says of itself, unbelieved: only for a person to look at, never for a decision (D11, D19). */
export type JwtView =
  | { readonly header: Members; readonly claims: Members }
  | { readonly header?: undefined; readonly why: string };

export function viewJwt(token: string): JwtView {
  const parts = token.split('.');
  const [first = '', second = ''] = parts;
  const header = parts.length > 1 ? objectInJwtPart(first) : undefined;
  if (parts.length === 5 && header) {
    return { why: 'Encrypted (a JWE of five parts). Only whom it is for can read it.' };
  }
  if (parts.length !== 3 || !header) {
    return { why: 'Not a JWT. Only the server knows what it stands for.' };
  }
  const claims = objectInJwtPart(second);
  return claims
    ? { header, claims }
    : { why: 'Not a JWT. Its second part holds no claims that can be read.' };
}
