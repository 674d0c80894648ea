/** What the core asks of the outside. Adapters live in node/ and vscode/; fakes in test/support/fakes. */
export type * from './browser';
export type * from './clientKeys';
export type * from './person';
export type * from './sources';
export type * from './storage';
export type * from './surroundings';
export type * from './transport';
