import { expect, it } from 'vitest';
import { ONE_DOCUMENT, readBodyText } from '../../../../src/lib/http/request/body-text.ts';

const MIB = 1024 * 1024;

function post(body: BodyInit | null, headers: Record<string, string>): Request {
  return new Request('https://perigee.example/', {
    method: 'POST',
    body,
    headers,
    duplex: 'half',
  } as RequestInit);
}

const read = (body: BodyInit | null, type = 'application/json', headers: Record<string, string> = {}) =>
  readBodyText(post(body, { 'content-type': type, ...headers }), ONE_DOCUMENT);

it.each([
  'application/json',
  'Application/JSON',
  'application/json; charset=utf-8',
  'application/json;charset=UTF-8',
  'application/merge-patch+json',
])('a body of type %s is read', async (type) => {
  expect(await read('{"a":"é"}', type)).toEqual({ format: 'json', text: '{"a":"é"}' });
});

it.each([
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded;charset=utf-8',
  'Application/X-WWW-Form-Urlencoded; charset="UTF-8"',
])('a body of type %s is read as a form', async (type) => {
  expect(await read('a=1', type)).toEqual({ format: 'form', text: 'a=1' });
});

it.each([
  'text/plain',
  'application/jsonp',
  'text/json',
  'application/x-www-form-urlencoded; charset=latin1',
  'multipart/form-data',
  'json',
])('a body of type %s is refused with a message that names the type', async (type) => {
  await expect(read('{}', type)).rejects.toMatchObject({
    status: 415,
    message: expect.stringContaining(type),
  });
});

it('a body without Content-Type is refused', async () => {
  await expect(readBodyText(post(new Blob(['{}']), {}), ONE_DOCUMENT)).rejects.toMatchObject({ status: 415 });
});

it('a body of 1 MiB is read and one byte more is refused', async () => {
  expect((await read('x'.repeat(MIB))).text).toHaveLength(MIB);
  await expect(read('x'.repeat(MIB + 1))).rejects.toMatchObject({ status: 413 });
});

it('a stream above 1 MiB is refused after it has been read to its end', async () => {
  const chunk = new Uint8Array(MIB / 2);
  let left = 4;
  const stream = new ReadableStream({
    pull(controller) {
      left -= 1;
      if (left >= 0) controller.enqueue(chunk);
      else controller.close();
    },
  });
  await expect(read(stream)).rejects.toMatchObject({ status: 413 });
  expect(left).toBe(-1);
});

it('a body that is not UTF-8 is refused', async () => {
  await expect(read(new Uint8Array([0x22, 0xff, 0x22]))).rejects.toMatchObject({
    status: 400,
    code: 'malformed-body',
  });
});

it('a missing body is read as empty text', async () => {
  expect((await read(null)).text).toBe('');
});
