import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../../../package.json';
import strings from '../../../../package.nls.json';
import { signingAlgorithms, tokenSources } from '../../../../src/core/profiles/profile';
import { profileMembers } from '../../../../src/core/profiles/profileSchema';
import type { JsonSchema } from '../../../support/jsonSchema';
import { projectFolder } from '../../../support/projectFolder';

const members: Readonly<Record<string, JsonSchema>> =
  manifest.contributes.configuration.properties['valetKey.profiles'].additionalProperties.properties;

/** A page without what a formatter may change: how wide a column is, how emphasis is written. */
const page = (name: string) => plain(readFileSync(path.join(projectFolder, name), 'utf8'));
const plain = (text: string) => text.replaceAll(/[*_\\]/g, '').replaceAll(/\s+/g, ' ');
/** A text of the manifest as it stands on a page. */
const said = (key = '') => plain((strings as Record<string, string>)[key.replaceAll('%', '')] ?? '?');

describe('docs/profiles.md', () => {
  const reference = page('docs/profiles.md');

  it('has each member once, in the words of the settings editor', () => {
    for (const member of profileMembers) {
      const words = said(members[member]?.markdownDescription);
      const [text, example = '?'] = words.split(' Example: ');
      assert.equal(reference.split(`| \`${member}\` | ${text ?? '?'} | ${example} |`).length, 2, words);
    }
  });

  it('has each value to choose from in the same words', () => {
    for (const member of profileMembers) {
      const { enum: values = [], markdownEnumDescriptions: words = [] } = members[member] ?? {};
      // What parts scopes is said in the member’s own words.
      if (member === 'scopeSeparator') continue;
      for (const [index, key] of words.entries()) {
        const value = plain(`\`${String(values[index])}\``);
        const start = reference.indexOf(said(key));
        assert.ok(start > 0, said(key));
        assert.ok(reference.slice(start - 50, start).includes(value), value);
      }
    }
    for (const algorithm of signingAlgorithms) assert.ok(reference.includes(`\`${algorithm}\``), algorithm);
  });

  it('has the members of an assertion', () => {
    for (const [member, { markdownDescription }] of Object.entries(members.assertion?.properties ?? {}))
      assert.ok(reference.includes(`\`${member}\`: ${said(markdownDescription)}`), member);
  });
});

describe('README.md', () => {
  it('names each grant type, and leads to the reference', () => {
    const readme = page('README.md');
    for (const grantType of tokenSources) assert.ok(readme.includes(plain(`\`${grantType}\``)), grantType);
    assert.ok(readme.includes('(docs/profiles.md)'));
  });
});
