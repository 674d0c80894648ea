import type { Draft, MeaningRule } from './draft';
import { mistake, type Mistake } from './mistake';
import { clientCredentialKind, needsClientKey, signsWithKey } from './clientCredentialKind';
import type { TokenEndpointAuthMethod } from './profile';

/** How the client proves who it is, and with what. */
export const credentialMeaning: MeaningRule = (draft) => {
  const { grantType, tokenEndpointAuthMethod, members } = draft;
  if (grantType === undefined || tokenEndpointAuthMethod === undefined) return [];
  // What is written wrongly is for something, too: no second mistake because of the first.
  const isUnclear = ['requestObjectSigningAlg', 'assertion'].some(
    (member) => draft.isWritten(member) && !(member in members),
  );
  const use = { ...members, grantType, tokenEndpointAuthMethod };
  return [
    grantType === 'client_credentials' && tokenEndpointAuthMethod === 'none'
      ? mistake(
          'tokenEndpointAuthMethod',
          'tokenEndpointAuthMethod is none, but client_credentials needs a client secret or key (RFC 6749 §4.4). Write client_secret_basic, client_secret_post or private_key_jwt; Valet Key asks for the secret or the key.',
        )
      : undefined,
    ...(isUnclear ? [] : uselessMembers(draft, needsClientKey(use), signsWithKey(use))),
    asserts(tokenEndpointAuthMethod) || !draft.isWritten('clientAssertionAudience')
      ? undefined
      : mistake(
          'clientAssertionAudience',
          'clientAssertionAudience has no effect: only client_secret_jwt and private_key_jwt send an assertion. Remove it, or write one of them as tokenEndpointAuthMethod.',
        ),
    ...certificate(draft, clientCredentialKind(use) === 'certificate'),
  ];
};

function asserts(method: TokenEndpointAuthMethod): boolean {
  return method === 'client_secret_jwt' || method === 'private_key_jwt';
}

/** What a profile says of a key that it does not use: nearly always another member is missing. */
function uselessMembers({ isWritten }: Draft, needsKey: boolean, signs: boolean): Mistake[] {
  const keyFile =
    isWritten('clientKeyFile') && !needsKey
      ? mistake(
          'clientKeyFile',
          'clientKeyFile has no effect: nothing in this profile needs a private key. Remove it, or write tokenEndpointAuthMethod with private_key_jwt or tls_client_auth.',
        )
      : undefined;
  const others = ['tokenEndpointAuthSigningAlg', 'clientKeyId']
    .filter((member) => isWritten(member) && !signs)
    .map((member) =>
      mistake(
        member,
        `${member} has no effect: nothing in this profile is signed with a private key. Remove it, or write "tokenEndpointAuthMethod": "private_key_jwt".`,
      ),
    );
  return keyFile ? [keyFile, ...others] : others;
}

function certificate({ isWritten }: Draft, showsCertificate: boolean): (Mistake | undefined)[] {
  if (!isWritten('clientCertificateFile')) return [];
  if (!showsCertificate)
    return [
      mistake(
        'clientCertificateFile',
        'clientCertificateFile has no effect: a certificate is shown only with mutual TLS. Remove it, or write tokenEndpointAuthMethod with tls_client_auth or self_signed_tls_client_auth (RFC 8705).',
      ),
    ];
  return isWritten('clientKeyFile')
    ? []
    : [
        mistake(
          'clientCertificateFile',
          'clientCertificateFile needs clientKeyFile, the private key of the certificate. Write it, or leave both out: Valet Key then asks for the key and its certificate.',
        ),
      ];
}
