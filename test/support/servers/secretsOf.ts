/** What must show up nowhere of a server's clients and of the person who signs in. */
export function secretsOf(clients: object, { password }: { readonly password: string }): readonly string[] {
  const secrets = (Object.values(clients) as { readonly clientSecret?: string }[]).flatMap(
    ({ clientSecret }) => clientSecret ?? [],
  );
  return [...secrets, password];
}
