import { afterEach, describe, expect, it } from 'vitest';
import { useManyUsers } from '../../../support/worker/documents.ts';
import { call, database, write } from '../../../support/worker/worker.ts';

useManyUsers();

describe('the search by q and _like', () => {
  it('is case-insensitive in every script and takes SQL wildcards and quotes literally', async () => {
    const names = [
      'ΣΑΣ',
      '\u212aelvin',
      'straſe',
      'ЩУКИ съешь ещё этих мягких французских булок, да выпей чаю',
      'Éclair',
      '100% "sure"',
      "o'clock_*",
      'ЖУК',
      'x'.repeat(200),
    ];
    for (const name of names) await write('POST', '/api/users', { name });
    for (const [needle, name] of [
      ['ÉCL', 'Éclair'],
      ['écLAIR', 'Éclair'],
      ['% "', '100% "sure"'],
      ["'clock_*", "o'clock_*"],
      ['жу', 'ЖУК'],
      ['Ж', 'ЖУК'],
      ['σας', 'ΣΑΣ'],
      ['ας', 'ΣΑΣ'],
      ['kelvin', '\u212aelvin'],
      ['KE', '\u212aelvin'],
      ['TRASE', 'straſe'],
      ['AſE', 'straſe'],
      [
        'СЪЕШЬ ЕЩЁ ЭТИХ МЯГКИХ ФРАНЦУЗСКИХ БУЛОК, ДА ВЫПЕЙ ЧАЮ',
        'ЩУКИ съешь ещё этих мягких французских булок, да выпей чаю',
      ],
      ['X'.repeat(64), 'x'.repeat(200)],
    ] as const) {
      for (const parameter of ['q', 'name_like']) {
        const response = await call(`/api/users?${parameter}=${encodeURIComponent(needle)}`);
        expect(await response.json()).toMatchObject([{ name }]);
      }
    }
  });

  it('finds a long text only where one value contains all of it', async () => {
    await write('POST', '/api/users', {
      name: 'the beginning',
      nick: 'and the ending',
      tags: ['the beginning'],
    });
    for (const parameter of ['q', 'name_like', 'tags_like']) {
      const search = async (text: string) => (await call(`/api/users?${parameter}=${text}`)).json();
      expect(await search('THE%20BEGINNING')).toHaveLength(1);
      expect(await search('the%20beginning%20and%20the%20ending')).toEqual([]);
    }
  });

  it('finds text that a document stores with JSON escapes', async () => {
    const db = database();
    const body = String.raw`{"id":"escaped","name":"\u006by","nick":"K\u0079","list":["\u006by"]}`;
    await db.prepare(`INSERT INTO users (id, body) VALUES ('escaped', ?1)`).bind(body).run();
    for (const query of ['q=ky', 'q=KY', 'nick=Ky', 'list=ky', 'nick_like=ky']) {
      expect(await (await call(`/api/users?${query}`)).text()).toBe(`[${body}]`);
    }
  });
});

describe('the search of long documents', () => {
  afterEach(async () => {
    await write('DELETE', '/api/users/long');
    await write('DELETE', '/api/users/numbers');
  });

  it('finds text in documents of 1 MB before the test times out', async () => {
    await write('POST', '/api/users', { id: 'long', name: 'x', bio: 'x'.repeat(1_000_000), numbers: [] });
    await write(
      'PUT',
      '/api/users/numbers',
      { name: 'n', numbers: Array.from({ length: 99_000 }, (_, i) => i) },
      { 'if-none-match': '*' },
    );
    for (const query of ['q=ñ', 'name_like=ñ', 'q=ЙЩ', 'q=zz'])
      expect(await (await call(`/api/users?${query}`)).json()).toEqual([]);
    expect(await (await call('/api/users?q=98999&_fields=id')).json()).toEqual([{ id: 'numbers' }]);
  });
});
