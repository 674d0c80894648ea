import type { Profile } from '../../../src/core/profiles/profile';
import type { OpenedLink } from '../../../src/core/signIn/callbackLink';

/** What a process that plays a window is started with, as JSON in its first argument. */
export interface WindowTask {
  readonly profile: Profile;
  readonly secretsFolder: string;
  readonly storageFolder: string;
  /** See FileSecretStore. */
  readonly flushMs?: number;
  /** Goes no further once the marker of a refresh is written. */
  readonly stopsBeforeSending?: boolean;
}

/** The window is to have a token at this moment, in milliseconds since 1970. */
export interface Want {
  readonly at: number;
}

/** Another window has changed a secret: VS Code tells all windows. */
export interface Changed {
  readonly secret: string;
}

/** A link that opens the editor lands in this window. */
export interface Open {
  readonly link: OpenedLink;
}

export type WindowMessage =
  | { readonly kind: 'ready' }
  /** A refresh is about to be sent, and the window has stopped. */
  | { readonly kind: 'sending' }
  /** The secret store has taken a record, and no file has it yet. */
  | { readonly kind: 'stored' }
  | { readonly kind: 'token'; readonly accessToken: string }
  | { readonly kind: 'failure'; readonly code: string; readonly message: string; readonly remedy?: string };
