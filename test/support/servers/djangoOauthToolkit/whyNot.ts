import type { WhyNot } from '../../serverTable';

/** What Django OAuth Toolkit has no part in (docs/servers.md). */
export const whyNot: WhyNot = {
  device_code: 'not offered',
  jwt_bearer: 'not offered',
  token_exchange: 'not offered',
  code_credentials: 'not offered: Salesforce’s own',
  client_secret_basic_raw: 'not offered: it decodes, as RFC 6749 §2.3.1 says',
  client_secret_jwt: 'not offered',
  private_key_jwt: 'not offered',
  tls_client_auth: 'not offered',
  self_signed_tls_client_auth: 'not offered',
  discovery: 'its metadata are behind a redirect, which is not followed; the endpoints are written by hand',
  iss: 'not offered',
  formPost: 'not offered',
  par: 'not offered',
  jar: 'not offered',
  jarm: 'not offered',
  rar: 'not offered',
  resource: 'not offered',
  dpop: 'not offered',
  dpopNonce: 'not offered',
  deviceSlowDown: 'not offered',
  signOut: 'not offered',
};
