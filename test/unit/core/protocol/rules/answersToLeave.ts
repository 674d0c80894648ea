import type { OddAnswer } from './answers';

const form = 'application/x-www-form-urlencoded';
const bearer = '"access_token":"abc","token_type":"bearer"';

/** Answers that no rule may touch. */
export const answersToLeave: readonly (Pick<OddAnswer, 'raw' | 'status' | 'type' | 'host' | 'oidc'> & {
  readonly why: string;
})[] = [
  { why: 'conforms', raw: `{${bearer},"expires_in":3600,"refresh_token":"def","scope":"a b"}` },
  { why: 'conforms, other case (#33)', raw: '{"access_token":"abc","token_type":"bEARER"}' },
  { why: 'conforms, scope empty (#54)', raw: `{${bearer},"scope":""}` },
  { why: 'conforms, scopes parted by commas, for display alone (#55)', raw: `{${bearer},"scope":"a,b"}` },
  { why: 'conforms, with members of its own (#50)', raw: `{${bearer},"issued_at":"1732363200000","x":{}}` },
  { why: 'is an error that conforms (#3)', status: 400, raw: '{"error":"invalid_grant"}' },
  { why: 'has an ID token that was asked for', oidc: true, raw: `{${bearer},"id_token":"a.b.c"}` },
  { why: 'has a foreign token type (#36)', raw: '{"access_token":"abc","token_type":"mac"}' },
  {
    why: 'has Slack’s type from elsewhere (#37)',
    host: 'slack.com.example',
    raw: '{"access_token":"abc","token_type":"bot"}',
  },
  {
    why: 'has Slack’s form from elsewhere (#60)',
    raw: '{"authed_user":{"access_token":"abc","token_type":"user"}}',
  },
  { why: 'wraps two (#59)', raw: `{"data":{${bearer}},"body":{${bearer}}}` },
  { why: 'wraps two levels (#59)', raw: `{"data":{"data":{${bearer}}}}` },
  { why: 'is still working on it (#1)', status: 202, raw: `{${bearer}}` },
  { why: 'is in trouble (#13)', status: 500, raw: '{"error":"invalid_grant"}' },
  { why: 'has no error in it (#9)', status: 400, raw: '{"error":""}' },
  { why: 'is a list (#22)', raw: '[]' },
  { why: 'is null (#22)', raw: 'null' },
  { why: 'is text (#22)', raw: '"access_token"' },
  { why: 'is a page (#5)', type: 'text/html', raw: '<html>access_token=abc</html>' },
  { why: 'is a form of something else (#18)', type: form, raw: 'hello=world' },
  { why: 'has an expired expires_at (#49)', raw: `{${bearer},"expires_at":1695442400}` },
  { why: 'has an expires_at in words (#49)', raw: `{${bearer},"expires_at":"tomorrow"}` },
];
