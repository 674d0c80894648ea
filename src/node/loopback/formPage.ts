import { fillTemplate } from '../../core/htmlTemplate';
import { renderPage } from './page';

const button = '<button>Go on to {{host}}</button>';

/** A page that sends a form to another site: by itself or, where scripts are off, at the press of its button. */
export function renderFormPage(url: string, form: Readonly<Record<string, string>>, nonce: string): string {
  const inputs = Object.entries(form).map(([name, value]) =>
    fillTemplate('<input type="hidden" name="{{name}}" value="{{value}}" />', { name, value }),
  );
  const { host } = new URL(url);
  return renderPage(
    { tone: 'waiting', headline: `Going on to ${host}…` },
    nonce,
    `${fillTemplate('<form method="post" action="{{url}}">', { url })}
        ${inputs.join('\n        ')}
        <noscript>${fillTemplate(button, { host })}</noscript>
      </form>
      <script nonce="${nonce}">
        document.forms[0].submit();
      </script>`,
  );
}
