import type { ValueCheck } from './memberChecks';
import { isAbsolutePath } from './textMembers';

const example = '["az", "account", "get-access-token"]';
/** A program is looked up by its name, or stands at a path that does not depend on where the editor was started. */
const programName = /^[^\s/\\\p{Cc}]+$/u;

/** A program and its arguments, as a list: what no shell reads needs no quotes, and holds no second command. */
export const commandMistakes: ValueCheck = (member, value) => {
  if (!Array.isArray(value))
    return [
      `${member} must be a list of texts, the program and each of its arguments: ${example}. No shell parts them.`,
    ];
  if (value.length === 0) return [`${member} is empty. Write the program and its arguments: ${example}.`];
  const texts = value.flatMap((one: unknown, index) =>
    typeof one === 'string' ? [] : [`${member}[${index}] must be text in quotes.`],
  );
  if (texts.length > 0) return texts;
  const [program = '', ...args] = value as string[];
  return [
    ...programMistakes(`${member}[0]`, program),
    ...args.flatMap((argument, index) =>
      argument.includes('\0') ? [`${member}[${index + 1}] holds a NUL character. Type it anew.`] : [],
    ),
  ];
};

function programMistakes(path: string, program: string): readonly string[] {
  if (program.trim() === '') return [`${path} is empty. Write the program that prints the token.`];
  if (/\p{Cc}/u.test(program)) return [`${path} holds a control character. Type it anew.`];
  if (programName.test(program) || isAbsolutePath(program)) return [];
  return /[/\\]/.test(program)
    ? [
        `${path} must be the name of a program, or an absolute path: begin with “/”, or on Windows with a drive such as “C:/”. “~” and variables are not resolved.`,
      ]
    : [`${path} is the program alone. Write each argument as a text of its own: ${example}.`];
}
