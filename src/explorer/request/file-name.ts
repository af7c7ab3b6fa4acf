/** The name under which a response is saved, such as `orbit.webp`. No shell has to quote it. */
export function fileName(path: string, type: string): string {
  const [last = ''] = path
    .replace(/[?#].*$/s, '')
    .split('/')
    .reverse();
  const stem = last.replace(/\.\w+$/, '').replace(/[^\w-]/g, '') || 'image';
  const [, extension = 'img'] = /\/(\w+)/.exec(type) ?? [];
  return `${stem}.${extension === 'jpeg' ? 'jpg' : extension}`;
}
