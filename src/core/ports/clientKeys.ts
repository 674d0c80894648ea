/** A private key as a person has it: in a file, or pasted. Kept in the secret storage or on disk, never in settings. */
export interface ClientKeyMaterial {
  /** The name of the file, without its folder, for messages. Absent: it was pasted. */
  readonly file?: string | undefined;
  /** PEM or JWK as text; what is not text (PKCS#12, DER) as base64. */
  readonly key: string;
  /** PEM, or DER as base64, when `key` does not hold it. */
  readonly certificates?: string | undefined;
  readonly passphrase?: string | undefined;
}

/** The same, read. */
export interface ClientKey {
  /** PEM, PKCS#8, not encrypted. */
  readonly privateKey: string;
  /** The `kid` that the key itself states (RFC 7517 §4.5). */
  readonly keyId?: string | undefined;
  /** The `alg` that the key itself states (RFC 7517 §4.4). */
  readonly algorithm?: string | undefined;
  /** PEM, its own certificate first. */
  readonly certificates?: string | undefined;
  /** Base64url of the public key's SHA-256: tells keys apart without showing one. */
  readonly thumbprint: string;
}

/** Private keys and certificates of clients. */
export interface ClientKeys {
  /**
   * Reads the files that a profile names. They must not lie in a folder of the workspace: whoever can change the
   * workspace could choose the key.
   * @throws ValetKeyError `client_key_invalid`
   */
  readFile(keyFile: string, certificateFile: string | undefined): Promise<ClientKeyMaterial>;
  /**
   * Understands PEM (PKCS#8, PKCS#1, SEC 1, encrypted or not, also with its newlines lost), JWK and JWKS, PKCS#12.
   * @throws ValetKeyError `client_key_invalid`, `client_key_locked` when a passphrase is missing or wrong
   */
  parse(material: ClientKeyMaterial): Promise<ClientKey>;
}
