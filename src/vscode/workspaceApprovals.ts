import * as vscode from 'vscode';
import { ValetKeyError, cancelled, cleanServerText } from '../core/errors';
import type { Disposable } from '../core/ports';
import type { Profile } from '../core/profiles/profile';
import { isShared, profileKey, type WorkspaceSource } from '../core/profiles/profileSource';
import type { Asking, ProfileApprovals } from '../core/tokens/profileApprovals';
import { showWarning } from './messages';

/** Where the person's machine remembers it, out of the workspace's reach: by profile, what was approved of it last. */
const KEY = 'valetKey.approvals';

type SharedProfile = Profile & { readonly source: WorkspaceSource };

/** What a person has approved of the profiles that workspaces share (decision 5). */
export class WorkspaceApprovals implements ProfileApprovals, Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  /** Questions that are open, by what they ask about: nobody is asked twice at a time. */
  readonly #asking = new Map<string, Promise<boolean>>();

  constructor(private readonly workspaceState: vscode.Memento) {}

  dispose(): void {
    this.#changed.dispose();
  }

  async require(profile: Profile, { interactive }: Asking): Promise<void> {
    if (!isShared(profile)) return;
    const wanted = await approvalOf(profile);
    if (this.#approvedOf(profile) === wanted) return;
    if (!interactive) throw notApproved(profile);
    const answer = this.#asking.get(wanted) ?? this.#ask(profile, wanted);
    this.#asking.set(wanted, answer);
    try {
      if (!(await answer)) throw cancelled();
    } finally {
      this.#asking.delete(wanted);
    }
  }

  /** The names of those profiles that wait for a person to approve them. */
  async waiting(profiles: readonly Profile[]): Promise<ReadonlySet<string>> {
    const found = profiles
      .filter((profile) => isShared(profile))
      .map(async (profile) =>
        this.#approvedOf(profile) === (await approvalOf(profile)) ? [] : [profile.name],
      );
    return new Set((await Promise.all(found)).flat());
  }

  /** Every profile of this workspace is asked about again. */
  async forget(): Promise<void> {
    await this.workspaceState.update(KEY, undefined);
    this.#changed.fire();
  }

  async #ask(profile: SharedProfile, wanted: string): Promise<boolean> {
    const { describeForApproval } = await import('../core/profiles/approval');
    const { name, folder } = profile.source;
    const which = `The workspace “${cleanServerText(folder)}” shares the profile “${cleanServerText(name)}”`;
    const message =
      this.#approvedOf(profile) === undefined
        ? `${which}. Do you approve it?`
        : `${which}, and it has changed since you approved it. Do you approve it as it is now?`;
    const detail = describeForApproval(profile);
    if ((await showWarning(message, { modal: true, detail }, 'Approve')) === undefined) return false;
    await this.workspaceState.update(KEY, { ...this.#approved, [profileKey(profile)]: wanted });
    this.#changed.fire();
    return true;
  }

  /** What is remembered may be anything: an older or newer version wrote it. */
  get #approved(): Readonly<Record<string, unknown>> {
    const remembered = this.workspaceState.get<unknown>(KEY);
    return typeof remembered === 'object' && remembered !== null
      ? (remembered as Record<string, unknown>)
      : {};
  }

  #approvedOf(profile: SharedProfile): unknown {
    const key = profileKey(profile);
    return Object.hasOwn(this.#approved, key) ? this.#approved[key] : undefined;
  }
}

/** Loaded where a workspace shares something: activation needs none of it. */
async function approvalOf(profile: SharedProfile): Promise<string> {
  return await (await import('../core/profiles/approval')).approvalOf(profile);
}

function notApproved(profile: Profile): ValetKeyError {
  const error = new ValetKeyError(
    'workspace_profile_not_approved',
    `The profile “${profile.name}” comes from this workspace, and you have not approved what it says now.`,
    { hint: 'Nothing was sent. Read it and approve it, or leave it alone.', remedy: 'approve_profile' },
  );
  error.profile = profile.name;
  return error;
}
