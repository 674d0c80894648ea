import * as vscode from 'vscode';
import type { SecretStore } from './core/ports';
import { Redactor } from './core/redactor';
import { PendingSignIns } from './core/signIn/pendingSignIns';
import { ActiveTokens } from './core/tokens/activeTokens';
import type { StorageCanary } from './core/tokens/storageCanary';
import { TokenStore } from './core/tokens/tokenStore';
import { systemClock } from './vscode/clock';
import type { Basics, Services } from './vscode/commands/command';
import { ErrorReporter } from './vscode/errorReporter';
import { HttpYacFeed } from './vscode/feeds/httpYac/start';
import { readHostId } from './vscode/hostId';
import { InUse } from './vscode/inUse';
import { redactingLogger } from './vscode/logger';
import { environmentOf } from './vscode/environment';
import { secretStore } from './vscode/secretStorage';
import { ProfileSettings } from './vscode/settings';
import { WorkspaceApprovals } from './vscode/workspaceApprovals';
import { TreeOptions } from './vscode/views/treeOptions';

/** What activation needs, built by hand and once. Building it reads and loads nothing (law 15). */
export interface Container extends Basics {
  readonly secrets: SecretStore;
  readonly httpYac: HttpYacFeed;
  /** Where what this machine shares between windows lies, as a path. */
  readonly storageFolder: string;
  /** What commands work with; loaded when the first one is run. */
  readonly services: () => Promise<Services>;
}

export function createContainer(context: vscode.ExtensionContext): Container {
  const redactor = new Redactor();
  const channel = vscode.window.createOutputChannel('Valet Key', { log: true });
  const logger = redactingLogger(channel, redactor);
  const secrets = secretStore(context.secrets);
  const storageFolder = context.globalStorageUri.fsPath;
  const hostId = () => readHostId(storageFolder);
  let canary: StorageCanary | undefined;
  const loadCanary = async () => {
    const { createCanary } = await import('./vscode/secretCanary');
    return (canary ??= createCanary(storageFolder, { secrets, hostId, logger }));
  };
  const store = new TokenStore(secrets, hostId, logger, loadCanary);
  const active = new ActiveTokens(secrets, hostId, logger);
  const inUse = new InUse(context.workspaceState);
  const approvals = new WorkspaceApprovals(context.workspaceState);
  context.subscriptions.push(channel, store, active, inUse, approvals);

  const basics = {
    settings: new ProfileSettings(approvals, environmentOf(redactor)),
    approvals,
    store,
    active,
    inUse,
    pendingSignIns: new PendingSignIns(),
    clock: systemClock,
    logger,
    redactor,
    treeOptions: new TreeOptions(context.workspaceState),
    errors: new ErrorReporter(logger),
    httpYac: new HttpYacFeed(),
    showLog: () => channel.show(),
  };
  let services: Promise<Services> | undefined;
  return {
    ...basics,
    secrets,
    storageFolder,
    services: () =>
      (services ??= import('./services').then(({ createServices }) =>
        createServices({ ...basics, secrets, storageFolder }, context.subscriptions),
      )),
  };
}
