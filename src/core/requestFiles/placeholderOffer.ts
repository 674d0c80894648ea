import { readAuthorization } from './authorizationValue';
import type { FileHeader } from './requestFile';

/** What a person is told who sends a request into which no fresh token can be put, and what is offered. */
export interface PlaceholderOffer {
  readonly message: string;
  readonly button: string;
}

/** The profile that the header names, though not for what sends the request. */
export function profileOfHeader(headers: readonly FileHeader[]): string | undefined {
  const header = headers.find(({ name }) => name === 'authorization');
  const read = header && readAuthorization(header.name, header.value);
  return read?.kind === 'auth.token' || read?.kind === 'valetkey' ? read.profile : undefined;
}

/** @param headers those of the request, which has no placeholder that what sends it would fill in */
export function placeholderOffer(headers: readonly FileHeader[]): PlaceholderOffer {
  const header = headers.find(({ name }) => name === 'authorization');
  if (header === undefined) {
    return {
      message: 'This request has no Authorization header, so there is nowhere to put a fresh token.',
      button: 'Insert Placeholder and Send',
    };
  }
  // One of ours, but not for REST Client, which therefore is what would send the request.
  return profileOfHeader(headers) !== undefined
    ? {
        message:
          'httpYac fills in the placeholder of this request, and REST Client does not: it would send no token.',
        button: 'Use REST Client’s Placeholder and Send',
      }
    : {
        message:
          'This request has an Authorization header without a placeholder of Valet Key, so there is nowhere to put a fresh token.',
        button: 'Replace with Placeholder and Send',
      };
}
