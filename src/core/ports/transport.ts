/** One HTTP request and its whole answer; never follows a redirect, never throws on a status (law 12). */
export interface Transport {
  /**
   * @throws ValetKeyError `request_not_sent` when no byte left, `answer_unknown` when the answer did not come back
   * whole or in time (30 s in total), `url_refused`, `cancelled`.
   */
  fetch(url: string, request: TransportRequest): Promise<Response>;
}

export interface TransportRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Presented when the server asks for one (RFC 8705 §2); never sent to another host. */
  readonly clientCertificate?: ClientCertificate | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a client proves itself with in the TLS handshake. */
export interface ClientCertificate {
  /** PEM, PKCS#8, not encrypted. */
  readonly privateKey: string;
  /** PEM, its own certificate first. */
  readonly certificates: string;
}
