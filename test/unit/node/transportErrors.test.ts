import assert from 'node:assert/strict';
import { requestNotSent } from '../../../src/node/transportErrors';

describe('what a failed connection is called', () => {
  for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'EPROTO', 'SOMETHING_NEW']) {
    it(`I6: ${code} is “not sent”, names the host and the code, and says what to do`, () => {
      const error = requestNotSent('as.example', code);
      assert.equal(error.code, 'request_not_sent');
      assert.match(error.message, /as\.example/);
      assert.ok(error.message.endsWith(`(${code}).`));
      assert.match(error.hint ?? '', /[Cc]heck/);
    });
  }
});
