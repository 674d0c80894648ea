import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillPreset, presets as providerPresets, type Preset } from '../../../../src/core/profiles/presets';
import { sourcePresets } from '../../../../src/core/profiles/sourcePresets';
import manifest from '../../../../package.json';
import strings from '../../../../package.nls.json';
import { projectFolder } from '../../../support/projectFolder';
import { problemsOf } from './exampleProfiles';

const presets = [...providerPresets, ...sourcePresets];

/** The answers that a preset itself gives as examples. */
const examplesOf = ({ placeholders }: Preset) =>
  Object.fromEntries(placeholders.map(({ name, example }) => [name, example]));

const pageOf = ({ documentation }: Preset) => readFileSync(join(projectFolder, documentation), 'utf8');

const filled = (preset: Preset, answers = examplesOf(preset)) => {
  const result = fillPreset(preset, answers);
  assert.ok('members' in result, JSON.stringify(result));
  return result.members;
};

const setting = manifest.contributes.configuration.properties['valetKey.profiles'];

/** A preset as the body of a snippet: its placeholders are tab stops, numbered as they come, from `first` on. */
function snippetBody({ members, placeholders }: Preset, first: number): Record<string, unknown> {
  const names = [...JSON.stringify(members).matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  const order = [...new Set(names)];
  const tabStop = (name: string) =>
    `\${${first + order.indexOf(name)}:${placeholders.find((asked) => asked.name === name)!.example}}`;
  const filled = JSON.stringify(members).replace(/\{(\w+)\}/g, (_, name: string) => tabStop(name));
  return JSON.parse(filled) as Record<string, unknown>;
}

describe('presets', () => {
  for (const preset of presets) {
    describe(preset.label, () => {
      it('is a profile without problems once it is filled in', () => {
        assert.deepEqual(problemsOf(filled(preset)), []);
      });

      it('has a page, and the profile to paste there is this one', () => {
        const blocks = [...pageOf(preset).matchAll(/```jsonc\n([^`]*)```/g)].map(
          ([, block]) => JSON.parse(`{${block!}}`) as Record<string, unknown>,
        );
        assert.deepEqual(
          blocks.find((block) => preset.id in block),
          { [preset.id]: preset.members },
        );
      });

      it('uses every placeholder that it asks for, and asks for every one that it uses', () => {
        const used = [...JSON.stringify(preset.members).matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
        assert.deepEqual([...new Set(used)].sort(), preset.placeholders.map(({ name }) => name).sort());
      });

      it('is offered where profiles are typed, with an example in each place that is filled in', () => {
        const name = `setting.profiles.snippet.${preset.id}`;
        const texts: Readonly<Record<string, string>> = strings;
        assert.ok(texts[name] && texts[`${name}.description`], 'it has a label and a description');
        const snippets = (all: readonly { readonly label: string; readonly body: unknown }[]) =>
          all.filter(({ label }) => label === `%${name}%`).map(({ body }) => body);
        assert.deepEqual(snippets(setting.additionalProperties.defaultSnippets), [snippetBody(preset, 1)]);
        assert.deepEqual(snippets(setting.defaultSnippets), [
          { [`\${1:${preset.id}}`]: snippetBody(preset, 2) },
        ]);
      });

      for (const { name, example } of preset.placeholders) {
        it(`refuses {${name}} by name when it is missing, empty, or still a placeholder`, () => {
          for (const answer of [undefined, '', '  ', `{${name}}`, 'two\nlines']) {
            const answers = Object.fromEntries(
              Object.entries({ ...examplesOf(preset), [name]: answer }).filter(
                (entry): entry is [string, string] => entry[1] !== undefined,
              ),
            );
            const result = fillPreset(preset, answers);
            assert.ok('problems' in result, `“${answer ?? 'nothing'}” was taken`);
            assert.deepEqual(
              result.problems.map(({ placeholder }) => placeholder),
              [name],
            );
            assert.match(result.problems[0]!.message, new RegExp(`\\{${name}\\}.*${escaped(example)}`));
          }
        });
      }
    });
  }

  it('stand on pages whose other profiles have no problems either', () => {
    for (const preset of presets) {
      const blocks = [...pageOf(preset).matchAll(/```jsonc\n([^`]*)```/g)].map(([, block]) => block!);
      for (const block of blocks) {
        const filled = block
          .replaceAll(/https:\/\/\{\w+\}/g, 'https://login.example.com')
          .replaceAll(/\{\w+[uU]rl\}/g, 'https://login.example.com/oauth')
          .replaceAll(/\{\w+\}/g, 'filled-in');
        const [members] = Object.values(JSON.parse(`{${filled}}`) as Record<string, unknown>);
        assert.deepEqual(problemsOf(members), [], `${preset.documentation}: ${block}`);
      }
    }
  });

  it('have different ids, in the order of their labels', () => {
    assert.equal(new Set(presets.map(({ id }) => id)).size, presets.length);
    for (const list of [providerPresets, sourcePresets]) {
      const labels = list.map(({ label }) => label);
      assert.deepEqual(labels, labels.toSorted());
    }
  });

  it('leave out the blanks that come with copying', () => {
    const okta = presets.find(({ id }) => id === 'okta')!;
    assert.equal(filled(okta, { ...examplesOf(okta), clientId: ' 0oa1 \n' }).clientId, '0oa1');
  });

  it('take an answer for what it is: `$&` and a placeholder’s name in it mean nothing', () => {
    const okta = presets.find(({ id }) => id === 'okta')!;
    assert.equal(filled(okta, { ...examplesOf(okta), clientId: '$&$1' }).clientId, '$&$1');
  });

  it('know no answer that everybody inherits', () => {
    const inherits: Preset = {
      ...presets[0]!,
      members: { clientId: '{toString}' },
      placeholders: [{ name: 'toString', question: 'q', pattern: /^.+$/, example: 'e' }],
    };
    assert.ok('problems' in fillPreset(inherits, {}));
  });
});

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
