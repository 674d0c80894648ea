import { ValetKeyError } from '../core/errors';

interface Words {
  readonly message: (host: string) => string;
  readonly hint: string;
}

const checkAddress = 'Check the address in the profile, and that the server is running.';
const checkNetwork = 'Check the network connection and the VPN, then try again.';
const trustCertificate =
  'If your organisation has its own certificate authority, add its certificate to the system’s certificates: ' +
  'the editor checks servers against those (settings `http.systemCertificates` and `http.proxyStrictSSL`).';
const askServersOwner =
  'Whoever runs the server has to renew its certificate. Check this computer’s clock, too.';

const untrusted: Words = {
  message: (host) => `The certificate of ${host} is not from an authority that this computer trusts`,
  hint: trustCertificate,
};

/** What went wrong before the first byte of the request left, by Node's error code. */
const wordsByCode: Readonly<Record<string, Words>> = {
  ECONNREFUSED: { message: (host) => `Nothing answers at ${host}`, hint: checkAddress },
  ENOTFOUND: {
    message: (host) => `There is no host named ${host}`,
    hint: 'Check the address in the profile, the network connection and the VPN.',
  },
  EAI_AGAIN: { message: (host) => `The name ${host} could not be looked up`, hint: checkNetwork },
  EHOSTUNREACH: { message: (host) => `There is no way to ${host}`, hint: checkNetwork },
  ENETUNREACH: { message: (host) => `There is no way to ${host}`, hint: checkNetwork },
  ETIMEDOUT: { message: (host) => `${host} does not answer`, hint: checkNetwork },

  DEPTH_ZERO_SELF_SIGNED_CERT: {
    message: (host) => `${host} signed its certificate itself, so nobody vouches for it`,
    hint: trustCertificate,
  },
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  CERT_UNTRUSTED: untrusted,
  CERT_HAS_EXPIRED: { message: (host) => `The certificate of ${host} has expired`, hint: askServersOwner },
  CERT_NOT_YET_VALID: {
    message: (host) => `The certificate of ${host} is not valid yet`,
    hint: askServersOwner,
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    message: (host) => `The server at ${host} has a certificate for another name`,
    hint: `${checkAddress} A network’s sign-in page or a proxy can cause this, too.`,
  },
};

const otherWords: Words = { message: (host) => `No connection to ${host} could be made`, hint: checkNetwork };
const otherTlsWords: Words = {
  message: (host) => `No secure connection to ${host} could be made`,
  hint: 'Check that the port speaks https, and that the server offers TLS 1.2 or newer.',
};

/** Beside a connection that ended for no stated reason. */
export const perhapsTheCertificate =
  'Some servers end the connection without a word when they do not accept the client’s certificate.';

/** No byte of the request left: it may be sent again. `code` is Node's. */
export function requestNotSent(host: string, code: string, certificateShown = false): ValetKeyError {
  const words = wordsByCode[code] ?? (/^(EPROTO|ERR_(SSL|TLS)_)/.test(code) ? otherTlsWords : otherWords);
  const hint =
    certificateShown && code === 'ECONNRESET' ? `${perhapsTheCertificate} ${words.hint}` : words.hint;
  return new ValetKeyError('request_not_sent', `${words.message(host)} (${code}).`, {
    hint,
    remedy: 'try_again',
    cause: bareCause(code),
  });
}

/** The request may have reached the server. `whatItDid` completes the sentence "<host> …". */
export function answerUnknown(
  host: string,
  whatItDid: string,
  code = 'ERR_BAD_RESPONSE',
  likelyCause?: string,
): ValetKeyError {
  const next =
    'The server may have acted on the request, so it is not sent a second time by itself. Start again.';
  return new ValetKeyError('answer_unknown', `${host} ${whatItDid} (${code}).`, {
    hint: likelyCause === undefined ? next : `${likelyCause} ${next}`,
    remedy: 'try_again',
    cause: bareCause(code),
  });
}

/** The time limit for the whole request ran out. */
export function deadlinePassed(host: string, mayHaveLeft: boolean, deadlineMs: number): ValetKeyError {
  const limit = `${deadlineMs / 1000} s`;
  if (mayHaveLeft)
    return answerUnknown(host, `did not answer completely within ${limit}: timed out`, 'ETIMEDOUT');
  return new ValetKeyError(
    'request_not_sent',
    `No connection to ${host} within ${limit}: timed out (ETIMEDOUT).`,
    {
      hint: checkNetwork,
      remedy: 'try_again',
      cause: bareCause('ETIMEDOUT'),
    },
  );
}

/** A cause to decide by that holds nothing of the request, unlike the one it stands for. */
export function bareCause(code: string): Error {
  return Object.assign(new Error(code), { code });
}
