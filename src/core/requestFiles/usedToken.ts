import type { Profile } from '../profiles/profile';
import { readAuthorization, type AuthorizationValue } from './authorizationValue';
import { variablePrefix, placeholdersIn } from './placeholders';
import { resolveUrl, valueOfVariable } from './resolveUrl';
import type { FileHeader, FileRequest, RequestFile } from './requestFile';
import type { Snapshot } from './snapshot';
import type { Suggestion } from './suggestedProfile';
import { headerNameOf } from './tokenPlacement';

/** How a request asks for a token of ours: `{{$processEnv …}}`, `{{$auth.token("…")}}`, `valetkey …`. */
export type PlaceholderForm = 'processEnv' | 'auth.token' | 'valetkey';

/** The token that a request is sent with. */
export type UsedToken =
  | { readonly kind: 'placeholder'; readonly form: PlaceholderForm; readonly profile: Profile }
  /** A placeholder of ours that no usable profile answers; `name` is a profile’s or a variable’s. */
  | { readonly kind: 'no_such_profile'; readonly form: PlaceholderForm; readonly name: string }
  /** More than one profile has this variable, so that none answers. */
  | { readonly kind: 'shared_variable'; readonly variable: string; readonly profiles: readonly Profile[] }
  /** The token itself, which may be one of ours. */
  | {
      readonly kind: 'literal';
      readonly token: string;
      readonly header: FileHeader;
      readonly suggestion: Suggestion<Profile> | undefined;
    }
  /** None yet. */
  | {
      readonly kind: 'none';
      readonly url: string | undefined;
      readonly suggestion: Suggestion<Profile> | undefined;
    }
  /** The request says who it is in another way, or is none that we can write to. */
  | { readonly kind: 'other' };

type Named = Extract<UsedToken, { kind: 'placeholder' | 'no_such_profile' | 'shared_variable' }>;

const bearerLike = /^(?:bearer|dpop|token)?$/i;

/** @param last the profile that was last chosen for the file */
export function usedToken(
  file: RequestFile,
  request: FileRequest,
  snapshot: Snapshot,
  last: string | undefined,
): UsedToken {
  if (request.isCurl) return { kind: 'other' };
  for (const { name, value } of request.headers) {
    const named = namedToken(resolved(file, name, value), snapshot);
    if (named !== undefined) return named;
  }
  for (const { start, end } of placeholdersIn(request.url)) {
    const named = namedToken(resolved(file, 'url', request.url.slice(start, end)), snapshot);
    if (named !== undefined) return named;
  }
  const url = resolveUrl(file, request);
  const suggestion = snapshot.suggest({ url, hint: request.profileHint?.name, last });
  const own = suggestion?.kind === 'profile' ? headerNameOf(suggestion.profile).toLowerCase() : undefined;
  const find = (wanted: string | undefined) => request.headers.find(({ name }) => name === wanted);
  const header = find(own) ?? find('authorization');
  const value = header && readAuthorization(header.name, header.value);
  if (header === undefined || value?.kind === 'empty' || value?.kind === 'scheme') {
    return { kind: 'none', url, suggestion };
  }
  const isBearer =
    value?.kind === 'literal' && (bearerLike.test(value.scheme) || header.name !== 'authorization');
  return isBearer ? { kind: 'literal', token: value.token, header, suggestion } : { kind: 'other' };
}

/** What a value of a header says, or what the file’s variable says that it names. */
function resolved(file: RequestFile, headerName: string, value: string): AuthorizationValue | undefined {
  if (!value.includes('{{') && headerName !== 'authorization') return undefined;
  const read = readAuthorization(headerName, value);
  if (read.kind !== 'placeholder') return read;
  const named = valueOfVariable(file, read.text);
  return named === undefined ? read : readAuthorization(headerName, named);
}

/** Whose token a placeholder of ours stands for; `undefined` for all others. */
export function namedToken(value: AuthorizationValue | undefined, snapshot: Snapshot): Named | undefined {
  if (value === undefined) return undefined;
  switch (value.kind) {
    case 'processEnv': {
      const { variable } = value;
      if (!variable.startsWith(variablePrefix)) return undefined;
      const meaning = snapshot.variables.meaningOf(variable);
      if (meaning?.kind === 'several')
        return { kind: 'shared_variable', variable, profiles: meaning.profiles };
      return meaning?.kind === 'profile'
        ? { kind: 'placeholder', form: 'processEnv', profile: meaning.profile }
        : { kind: 'no_such_profile', form: 'processEnv', name: variable };
    }
    case 'auth.token': {
      const profile = snapshot.profile(value.profile);
      // Others are JetBrains’, or httpYac’s own.
      return profile && { kind: 'placeholder', form: 'auth.token', profile };
    }
    case 'valetkey': {
      if (value.profile === '') return undefined;
      const profile = snapshot.profile(value.profile);
      return profile === undefined
        ? { kind: 'no_such_profile', form: 'valetkey', name: value.profile }
        : { kind: 'placeholder', form: 'valetkey', profile };
    }
    case 'empty':
    case 'scheme':
    case 'literal':
    case 'placeholder':
      return undefined;
  }
}
