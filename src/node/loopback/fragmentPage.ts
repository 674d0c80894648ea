import { renderPage } from './page';

/** The one field of the form: the fragment as the browser has it, without its `#`. */
export const FRAGMENT_FIELD = 'fragment';

/**
 * A browser tells no server what follows the `#` of an address, so a page has to: it takes the answer out of the
 * address bar before anything else, and posts it to the address that it has itself.
 */
export function renderFragmentPage(nonce: string): string {
  return renderPage(
    {
      tone: 'waiting',
      headline: 'Finishing your sign-in…',
      sentence: 'Valet Key reads the answer of the server. This takes a moment.',
    },
    nonce,
    `<form method="post"><input type="hidden" name="${FRAGMENT_FIELD}" /></form>
      <noscript>
        <p>
          This page needs JavaScript: the server put its answer where only a script can read it. Allow JavaScript for
          this address and load the page again.
        </p>
      </noscript>
      <script nonce="${nonce}">
        const { hash, pathname, search } = location;
        history.replaceState(null, '', pathname + search);
        const [form] = document.forms;
        form.elements[0].value = hash.slice(1);
        form.submit();
      </script>`,
  );
}
