import type { WhyNot } from '../../serverTable';

const audience =
  'not taken: it wants its token endpoint as the audience of an assertion; Valet Key signs for the issuer alone, so that no other server can use it';

/** What Glewlwyd has no part in (docs/servers.md). */
export const whyNot: WhyNot = {
  client_secret_jwt: audience,
  private_key_jwt: audience,
  formPost: 'not taken: it encodes each value twice, so that `iss` is not its own',
  tls_client_auth: 'not offered: it serves no TLS as it is set up here',
  self_signed_tls_client_auth: 'not offered: it serves no TLS as it is set up here',
  jwt_bearer: 'not offered',
  token_exchange: 'not offered',
  code_credentials: 'not offered: Salesforce’s own',
};
