import { describe, expect, it } from 'vitest';
import { PROBLEM_KINDS, type ProblemCode } from '../../../src/lib/http/problem/problem-codes.ts';
import { PROBLEM_EXPLANATIONS } from '../../../src/lib/http/problem/problem-explanations.ts';
import { call } from '../../support/worker/worker.ts';

describe('/problems/{code}', () => {
  it.each(Object.keys(PROBLEM_KINDS) as ProblemCode[])(
    'shows the meaning and the remedy of %s',
    async (code) => {
      const response = await call(`/problems/${code}`);
      expect(response.status).toBe(200);
      const page = await response.text();
      expect(page).toContain(`<title>${PROBLEM_KINDS[code].title} · Perigee</title>`);
      expect(page).toContain(String(PROBLEM_KINDS[code].status));
      const { meaning, remedy } = PROBLEM_EXPLANATIONS[code];
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
