// The pictures of src/collections.ts, with Refine's hooks and plain HTML. README.md has the purpose of each part.
import {
  Authenticated,
  type AuthProvider,
  type BaseKey,
  type DataProvider,
  type HttpError,
  type NotificationProvider,
  type OpenNotificationParams,
  Refine,
  useDelete,
  useDeleteMany,
  useForm,
  useList,
  useLogin,
  useLogout,
  useTable,
} from '@refinedev/core';
import simpleRest, { axiosInstance } from '@refinedev/simple-rest';
import { type FormEvent, useState } from 'react';
import { createRoot } from 'react-dom/client';

/** A refusal of the API. With 422, `errors` has a message for each field. */
interface RefusedError extends HttpError {
  errors?: Record<string, string>;
}

interface User {
  id: number | string;
  name: string;
}

interface Picture {
  id: number;
  title: string;
  source: string;
  alt: string;
  userId?: number | string;
  tags?: string[];
}

/** The Worker: the one that `npm start` serves, or the one that VITE_PERIGEE_URL names. */
const PERIGEE = new URL(import.meta.env.VITE_PERIGEE_URL ?? 'http://localhost:8787').origin;
const API = `${PERIGEE}/api`;

/** The key of the token in the session storage, which lasts until the tab is closed. */
const TOKEN = 'perigee-token';

/** The entity tag of each document as it was read, by its URL. */
const entityTags = new Map<string, string>();

// Sends the token with writes only, so that the edge cache answers reads. Remove the condition for private collections.
// A form is stored only if its document is still the one that was read (`If-Match`).
axiosInstance.interceptors.request.use((request) => {
  const known = entityTags.get(request.url ?? '');
  if (request.method !== 'get') {
    request.headers.set('Authorization', `Bearer ${sessionStorage.getItem(TOKEN)}`, false);
  }
  if (request.method === 'patch' && known !== undefined) request.headers.set('If-Match', known);
  return request;
});

axiosInstance.interceptors.response.use(
  (response) => {
    const tag = response.headers['etag'];
    if (tag) entityTags.set(response.config.url ?? '', tag);
    return response;
  },
  (error) => {
    if (error.statusCode === 412)
      error.message = 'Someone else has changed this. Open it again to change it.';
    return Promise.reject({ ...error, errors: error.response?.data?.errors });
  },
);

const dataProvider: DataProvider = {
  ...simpleRest(API, axiosInstance),
  // One request for all documents, which deletes all or none.
  async deleteMany({ resource, ids }) {
    const query = new URLSearchParams(ids.map((id) => ['id', String(id)]));
    return axiosInstance.delete(`${API}/${resource}?${query}`);
  },
};

const authProvider: AuthProvider = {
  async login({ token }: { token: string }) {
    try {
      // `GET /api` is 401 with a token that is not valid.
      await axiosInstance.get(API, { headers: { Authorization: `Bearer ${token}` } });
    } catch (error) {
      return { success: false, error: error as HttpError };
    }
    sessionStorage.setItem(TOKEN, token);
    return { success: true };
  },
  async logout() {
    sessionStorage.removeItem(TOKEN);
    return { success: true };
  },
  async check() {
    return { authenticated: sessionStorage.getItem(TOKEN) !== null };
  },
  async onError({ statusCode }: HttpError) {
    return statusCode === 401 ? { logout: true } : {};
  },
};

function TokenForm() {
  const { mutate: login } = useLogin<{ token: string }>();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        login({ token: String(new FormData(event.currentTarget).get('token')) });
      }}
    >
      <label>
        Token <input name="token" type="password" autoComplete="current-password" required />
      </label>
      <p>
        <code>npm start</code> shows the local one.
      </p>
      <button type="submit">Sign in</button>
    </form>
  );
}

/** The users by their names. The API sends at most 1,000 without a page. */
function useUsers() {
  const { query, result } = useList<User>({
    resource: 'users',
    pagination: { mode: 'off' },
    sorters: [{ field: 'name', order: 'asc' }],
  });
  return { users: result.data, isRead: query.isFetched };
}

const SORTABLE = [
  { field: 'id', label: 'Id' },
  { field: 'title', label: 'Title' },
] as const;

function PictureTable({ onEdit }: { onEdit: (id: BaseKey) => void }) {
  const table = useTable<Picture>({
    resource: 'pictures',
    pagination: { pageSize: 10 },
    sorters: { initial: [{ field: 'id', order: 'asc' }] },
  });
  const { users } = useUsers();
  const { mutate: deleteOne } = useDelete();
  const { mutate: deleteMany } = useDeleteMany();
  const [selected, setSelected] = useState<readonly number[]>([]);
  const [sorter] = table.sorters;
  // The rows of the last page may all have been deleted.
  if (table.pageCount > 0 && table.currentPage > table.pageCount) table.setCurrentPage(table.pageCount);
  const pictures = table.result.data;
  const ids = selected.filter((id) => pictures.some((picture) => picture.id === id));

  function search(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const text = new FormData(event.currentTarget).get('q');
    table.setFilters([{ field: 'q', operator: 'contains', value: text || undefined }]);
    table.setCurrentPage(1);
  }

  function sortBy(field: string) {
    const isAscending = sorter?.field === field && sorter.order === 'asc';
    table.setSorters([{ field, order: isAscending ? 'desc' : 'asc' }]);
  }

  function select(id: number, isSelected: boolean) {
    setSelected(isSelected ? [...selected, id] : selected.filter((other) => other !== id));
  }

  function deleteSelected() {
    if (confirm(`Delete ${ids.length} pictures?`)) deleteMany({ resource: 'pictures', ids });
  }

  return (
    <>
      <search>
        <form onSubmit={search}>
          <label>
            Search <input name="q" type="search" maxLength={64} />
          </label>
          <button type="submit">Search</button>
        </form>
      </search>
      <table>
        <caption>
          Pictures: {table.result.total ?? 0}, page {table.currentPage} of {Math.max(table.pageCount, 1)}
        </caption>
        <thead>
          <tr>
            <th scope="col">Select</th>
            {SORTABLE.map(({ field, label }) => (
              <th
                key={field}
                scope="col"
                aria-sort={
                  sorter?.field !== field ? 'none' : sorter.order === 'asc' ? 'ascending' : 'descending'
                }
              >
                <button type="button" onClick={() => sortBy(field)}>
                  {label}
                </button>
              </th>
            ))}
            <th scope="col">User</th>
            <th scope="col">Actions</th>
          </tr>
        </thead>
        <tbody>
          {pictures.map(({ id, title, userId }) => (
            <tr key={id}>
              <td>
                <input
                  type="checkbox"
                  aria-label={`Select ${title}`}
                  checked={selected.includes(id)}
                  onChange={(event) => select(id, event.target.checked)}
                />
              </td>
              <td>{id}</td>
              <td>{title}</td>
              <td>{users.find((user) => user.id === userId)?.name}</td>
              <td>
                <button type="button" onClick={() => onEdit(id)}>
                  Edit
                </button>
                <button
                  type="button"
                  onClick={() => confirm(`Delete ${title}?`) && deleteOne({ resource: 'pictures', id })}
                >
                  Delete
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        <button
          type="button"
          disabled={table.currentPage <= 1}
          onClick={() => table.setCurrentPage(table.currentPage - 1)}
        >
          Previous page
        </button>
        <button
          type="button"
          disabled={table.currentPage >= table.pageCount}
          onClick={() => table.setCurrentPage(table.currentPage + 1)}
        >
          Next page
        </button>
        <button type="button" disabled={ids.length === 0} onClick={deleteSelected}>
          Delete selected
        </button>
      </p>
    </>
  );
}

/** The merge patch of a form. An emptied field is null, which removes it. */
function toPicture(form: FormData) {
  const text = (name: string) => String(form.get(name));
  const tags = text('tags')
    .split(/\s*,\s*/)
    .filter(Boolean);
  return {
    title: text('title'),
    source: text('source'),
    alt: text('alt'),
    userId: JSON.parse(text('userId')) as User['id'] | null,
    tags: tags.length > 0 ? tags : null,
  };
}

interface FieldProps {
  name: string;
  label: string;
  value: string | undefined;
  error: string | undefined;
}

function Field({ name, label, value = '', error }: FieldProps) {
  return (
    <p>
      <label>
        {label}{' '}
        <input
          name={name}
          defaultValue={value}
          aria-invalid={error !== undefined}
          aria-describedby={`${name}-error`}
        />
      </label>
      <span id={`${name}-error`} className="error">
        {error}
      </span>
    </p>
  );
}

/** The values are JSON, so that a number stays a number. An id that is not in `users` stays selected. */
function UserField({ users, userId = null }: { users: User[]; userId: User['id'] | null | undefined }) {
  const isUnknown = userId !== null && !users.some(({ id }) => id === userId);
  return (
    <p>
      <label>
        User{' '}
        <select name="userId" defaultValue={JSON.stringify(userId)}>
          <option value="null">Nobody</option>
          {isUnknown && <option value={JSON.stringify(userId)}>User {userId}</option>}
          {users.map(({ id, name }) => (
            <option key={id} value={JSON.stringify(id)}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </p>
  );
}

/** The schema has the rules. The fields show the messages of a 422. */
function PictureForm({ id, onClose }: { id: BaseKey | undefined; onClose: () => void }) {
  const { users, isRead } = useUsers();
  const { onFinish, mutation, query, formLoading } = useForm<
    Picture,
    RefusedError,
    ReturnType<typeof toPicture>
  >({
    resource: 'pictures',
    action: id === undefined ? 'create' : 'edit',
    id,
    redirect: false,
    errorNotification: (error) => ({
      type: 'error',
      message: error?.errors ? 'Some fields are not valid.' : `${error?.message}`,
    }),
    onMutationSuccess: onClose,
  });
  const picture = query?.data?.data;
  const errors = mutation.error?.errors ?? {};
  if (query?.isFetching || !isRead) return <p>Loading</p>;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    // Refine shows every other error in a notification.
    onFinish(toPicture(new FormData(event.currentTarget))).catch(() => {});
  }

  return (
    <form onSubmit={submit}>
      <h2>{id === undefined ? 'New picture' : `Picture ${id}`}</h2>
      <Field name="title" label="Title" value={picture?.title} error={errors['title']} />
      <Field name="source" label="Source" value={picture?.source} error={errors['source']} />
      <Field name="alt" label="Alternative text" value={picture?.alt} error={errors['alt']} />
      <UserField users={users} userId={picture?.userId} />
      <Field name="tags" label="Tags, with commas" value={picture?.tags?.join(', ')} error={errors['tags']} />
      <p>
        <button type="submit" disabled={formLoading}>
          Save
        </button>
        <button type="button" onClick={onClose}>
          Cancel
        </button>
      </p>
    </form>
  );
}

function Pictures() {
  const { mutate: logout } = useLogout();
  const [form, setForm] = useState<{ id: BaseKey | undefined } | null>(null);
  if (form !== null) return <PictureForm id={form.id} onClose={() => setForm(null)} />;
  return (
    <>
      <PictureTable onEdit={(id) => setForm({ id })} />
      <p>
        <button type="button" onClick={() => setForm({ id: undefined })}>
          New picture
        </button>
        <button type="button" onClick={() => logout()}>
          Sign out
        </button>
      </p>
    </>
  );
}

function App() {
  const [note, setNote] = useState<OpenNotificationParams | null>(null);
  const notificationProvider: NotificationProvider = {
    open: setNote,
    close: (key) => setNote((open) => (open?.key === key ? null : open)),
  };
  return (
    <Refine
      dataProvider={dataProvider}
      authProvider={authProvider}
      notificationProvider={notificationProvider}
      resources={[{ name: 'pictures' }, { name: 'users' }]}
      options={{ disableTelemetry: true }}
    >
      <main>
        <h1>Pictures</h1>
        <output>{note && `${note.message} ${note.description ?? ''}`}</output>
        <Authenticated key="pictures" fallback={<TokenForm />}>
          <Pictures />
        </Authenticated>
      </main>
    </Refine>
  );
}

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
