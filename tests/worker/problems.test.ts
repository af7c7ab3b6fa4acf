import { describe, expect, it } from 'vitest';
import { PROBLEM_KINDS } from '../../src/lib/http/problem-codes.ts';
import { call } from '../support/worker.ts';

describe('/problems/{code}', () => {
  it.each(Object.entries(PROBLEM_KINDS))(
    'shows the meaning and the remedy of %s',
    async (code, { status, title, meaning, remedy }) => {
      const response = await call(`/problems/${code}`);
      expect(response.status).toBe(200);
      const page = await response.text();
      expect(page).toContain(`<title>${title} · Perigee</title>`);
      expect(page).toContain(String(status));
      const text = textOf(page);
      for (const part of [meaning, remedy]) expect(text).toContain(part.replaceAll('`', ''));
    },
  );

  it('is 404 for an unknown code', async () => {
    for (const code of ['nope', 'constructor', '__proto__', '%00']) {
      const response = await call(`/problems/${code}`, { headers: { accept: 'text/html' } });
      expect(response.status, code).toBe(404);
      expect(await response.text()).toContain(`GET /problems/${code}</code>`);
    }
  });

  it('is the page that the type of a problem+json response names', async () => {
    const { type } = await (await call('/api/users/nobody')).json<{ type: string }>();
    expect((await call(type)).status).toBe(200);
  });
});

function textOf(html: string): string {
  const text = html.replace(/<\/?code[^>]*>/g, '');
  return text
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
