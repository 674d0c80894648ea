import { cancelled } from '../errors';
import type { Clock, ProgramRun, Programs } from '../ports';
import { programOf } from '../profiles/describeProfile';
import type { Granted } from '../protocol/token/tokenEndpoint';
import { damageOf } from '../protocol/token/issuedToken';
import { lifetimeOf } from '../protocol/token/lifetime';
import { Redactor } from '../redactor';
import { commandFailure, unusableOutput } from '../sources/commandFailure';
import { readTokenOutput } from '../sources/tokenOutput';
import { startTimeLimit } from '../tokens/timeLimit';
import type { Grant, GrantRequest } from './grant';

const TIME_LIMIT_MILLISECONDS = 60_000;
const MAX_OUTPUT_BYTES = 1024 * 1024;

/** A token that a program prints, such as `az account get-access-token`. Only the person's own settings name one. */
export class CommandGrant implements Grant {
  constructor(
    private readonly programs: Programs,
    private readonly clock: Clock,
    private readonly redactor: Redactor,
  ) {}

  async run<T>(
    { profile, progress, signal }: GrantRequest,
    keep: (granted: Granted) => Promise<T>,
  ): Promise<T> {
    const { command = [], tokenPath } = profile;
    const program = programOf(command);
    progress.report(`Running ${program}…`);
    const startedAt = this.clock.now();
    const run = await this.#runInTime(command, signal);
    if (signal.aborted) throw cancelled();
    const output = run.kind === 'ended' ? run.output : '';
    const read = readTokenOutput(output, { tokenPath, startedAt });
    if (run.kind !== 'ended' || run.exitCode !== 0) {
      // It may have printed a token all the same, and complain of it by name. Only here: it may be any other word, too.
      const printed = new Redactor();
      if ('token' in read) printed.protect(read.token);
      throw commandFailure(program, run, (text) => printed.redact(this.redactor.redact(text)));
    }
    if ('shape' in read) {
      const place = tokenPath === undefined ? 'no access token' : `nothing at ${tokenPath}`;
      throw unusableOutput(`There is ${place} in what “${program}” wrote (${read.shape}).`);
    }
    const { token, tokenType = 'Bearer', expiresAt } = read;
    const damage = /^bearer$/i.test(tokenType) ? damageOf(token) : 'it is no Bearer token';
    if (damage !== undefined) throw unusableOutput(`The token of “${program}” cannot be used: ${damage}.`);
    const lifetime = lifetimeOf(token, expiresAt, startedAt);
    return await keep({ tokenSet: { accessToken: token, tokenType: 'Bearer', ...lifetime } });
  }

  /** Ended when the person cancels, or after the time limit: it may wait for an answer that nobody can give. */
  async #runInTime(command: readonly string[], signal: AbortSignal): Promise<ProgramRun> {
    const limit = startTimeLimit(this.clock, TIME_LIMIT_MILLISECONDS);
    try {
      return await this.programs.run(command, MAX_OUTPUT_BYTES, AbortSignal.any([signal, limit.signal]));
    } finally {
      limit.stop();
    }
  }
}
