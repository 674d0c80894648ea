/** The parts of a JSON schema (draft-07, and VS Code's extensions of it) that the manifest uses. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly pattern?: string;
  readonly patternErrorMessage?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly minProperties?: number;
  /** A list of them: one for each place, with `additionalItems` for those after. */
  readonly items?: JsonSchema | readonly JsonSchema[];
  readonly additionalItems?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly propertyNames?: JsonSchema;
  readonly required?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly if?: JsonSchema;
  readonly then?: JsonSchema;
  readonly else?: JsonSchema;
  readonly not?: JsonSchema;
  readonly markdownDescription?: string;
  readonly markdownEnumDescriptions?: readonly string[];
  readonly enumDescriptions?: readonly string[];
}

/** Whether a value is what the schema describes, as VS Code sees it while a person types. */
export function fits(schema: JsonSchema, value: unknown): boolean {
  return (
    fitsItself(schema, value) &&
    (typeof value !== 'string' || fitsText(schema, value)) &&
    (typeof value !== 'number' || fitsNumber(schema, value)) &&
    (!Array.isArray(value) || fitsList(schema, value)) &&
    (!isObject(value) || fitsObject(schema, value))
  );
}

function fitsItself(schema: JsonSchema, value: unknown): boolean {
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
  return (
    (types === undefined || types.some((type) => isOfType(type, value))) &&
    (schema.enum === undefined || schema.enum.includes(value)) &&
    (!('const' in schema) || schema.const === value) &&
    (schema.anyOf === undefined || schema.anyOf.some((one) => fits(one, value))) &&
    (schema.allOf === undefined || schema.allOf.every((one) => fits(one, value))) &&
    (schema.not === undefined || !fits(schema.not, value)) &&
    (schema.if === undefined || fits((fits(schema.if, value) ? schema.then : schema.else) ?? {}, value))
  );
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case 'object':
      return isObject(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

/** VS Code reads a leading `(?i)` as “whatever the case”. */
function fitsText({ pattern = '' }: JsonSchema, value: string): boolean {
  const ignoresCase = pattern.startsWith('(?i)');
  return new RegExp(ignoresCase ? pattern.slice(4) : pattern, ignoresCase ? 'iu' : 'u').test(value);
}

function fitsNumber({ minimum = -Infinity, maximum = Infinity }: JsonSchema, value: number): boolean {
  return value >= minimum && value <= maximum;
}

function fitsList(schema: JsonSchema, value: readonly unknown[]): boolean {
  const { minItems = 0, items = {}, additionalItems = {} } = schema;
  const of = (place: number) => ('length' in items ? (items[place] ?? additionalItems) : items);
  return value.length >= minItems && value.every((item, place) => fits(of(place), item));
}

function fitsObject(schema: JsonSchema, value: Readonly<Record<string, unknown>>): boolean {
  const { properties = {}, additionalProperties = true, propertyNames = {}, required = [] } = schema;
  return (
    Object.keys(value).length >= (schema.minProperties ?? 0) &&
    required.every((name) => Object.hasOwn(value, name)) &&
    Object.entries(value).every(([name, member]) => {
      const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
      const others = typeof additionalProperties === 'boolean' ? {} : additionalProperties;
      const isKnown = own !== undefined || additionalProperties !== false;
      return isKnown && fits(propertyNames, name) && fits(own ?? others, member);
    })
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
