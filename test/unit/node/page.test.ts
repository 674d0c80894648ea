import assert from 'node:assert/strict';
import { renderPage } from '../../../src/node/loopback/page';
import { outcomePage, strayAnswerPage } from '../../../src/node/loopback/pages';

const hostile = `</style><script>alert('1')</script>"&amp;{{headline}}$&$1`;
const escaped =
  '&lt;/style&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;amp;{{headline}}$&amp;$1';

describe('callback page', () => {
  it('A9, E18: every text stands there as it was given, and as text', () => {
    const content = {
      headline: hostile,
      sentence: hostile,
      quoteFrom: hostile,
      quote: hostile,
      hint: hostile,
    };
    const page = renderPage({ tone: 'failure', ...content }, 'n0nce');
    assert.equal(page.split(escaped).length - 1, 6, 'title, headline, sentence, whose words, words, hint');
    assert.doesNotMatch(page, /<script|<\/style>.*<\/style>/s);
  });

  it('says what happened, whose words they are and what to do, and leaves no placeholder behind', () => {
    const failure = { title: 'Refused', message: 'as.example says “access_denied”.', hint: 'Ask again.' };
    const page = renderPage(outcomePage({ kind: 'failure', ...failure }), 'n0nce');
    for (const text of Object.values(failure)) assert.ok(page.includes(text), text);
    assert.match(page, /role="alert"/);
    for (const content of [
      outcomePage({ kind: 'success', profile: 'p' }),
      strayAnswerPage(''),
      strayAnswerPage('x'),
    ]) {
      assert.doesNotMatch(renderPage(content, 'n0nce'), /\{\{|undefined/);
    }
  });

  it('attributes no words to anybody when there are none', () => {
    assert.doesNotMatch(renderPage(strayAnswerPage(''), 'n0nce'), /Whoever sent you/);
  });
});
