import { describeIntrospection } from '../../core/tokens/inquiryWords';
import { announceAnswer } from '../serverAnswer';
import { whileWaiting } from '../waiting';
import type { Command } from './command';

export const introspectToken: Command = async (dependencies, target) => {
  const { pickers, inquiries, clock } = dependencies;
  const { profile, token } = await pickers.storedToken(target, 'Introspect Token');
  const found = await whileWaiting(`Access token of “${profile.name}”`, (waiting) =>
    inquiries.introspect(profile, token.id, waiting),
  );
  const message = describeIntrospection(found, profile.name, clock.now());
  void announceAnswer(dependencies, message, `Introspection of ${profile.name}`, {
    answer: found.answer,
    signature: found.signature,
  });
};
