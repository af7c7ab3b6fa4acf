// An admin of the collections in src/collections.ts. README.md has the purpose of each part.
import jsonServerProvider from 'ra-data-json-server';
import {
  Admin,
  type AuthProvider,
  AutocompleteInput,
  BulkDeleteButton,
  Create,
  type DataProvider,
  DataTable,
  Edit,
  FunctionField,
  fetchUtils,
  type HttpError,
  List,
  Login,
  LoginForm,
  PasswordInput,
  type RaRecord,
  ReferenceField,
  ReferenceInput,
  ReferenceManyField,
  Resource,
  required,
  SearchInput,
  Show,
  SimpleForm,
  SimpleShowLayout,
  TextArrayField,
  TextArrayInput,
  TextField,
  TextInput,
} from 'react-admin';
import { createRoot } from 'react-dom/client';

/** The Worker: the one that `npm start` serves, or the one that VITE_PERIGEE_URL names. */
const PERIGEE = new URL(import.meta.env.VITE_PERIGEE_URL ?? 'http://localhost:8787').origin;
const API = `${PERIGEE}/api`;

/** The key of the token in the session storage, which lasts until the tab is closed. */
const TOKEN = 'perigee-token';

/** The entity tag of each document as it was read, by its URL. */
const entityTags = new Map<string, string>();

/**
 * Sends the token with writes only, so that the edge cache answers reads. Remove the condition for private collections.
 * A form is stored only if its document is still the one that was read (`If-Match`).
 */
async function httpClient(url: string, options: fetchUtils.Options = {}) {
  const headers = new Headers({ Accept: 'application/json' });
  const known = entityTags.get(url);
  if ((options.method ?? 'GET') !== 'GET')
    headers.set('Authorization', `Bearer ${sessionStorage.getItem(TOKEN)}`);
  if (options.method === 'PUT' && known !== undefined) headers.set('If-Match', known);
  try {
    const response = await fetchUtils.fetchJson(url, { ...options, headers });
    const tag = response.headers.get('ETag');
    if (tag !== null) entityTags.set(url, tag);
    return response;
  } catch (error) {
    const problem = error as HttpError;
    if (problem.status === 412)
      problem.message = 'Someone else has changed this. Refresh, and change it again.';
    throw problem;
  }
}

function idsOf(ids: readonly RaRecord['id'][]): string {
  return String(new URLSearchParams(ids.map((id) => ['id', String(id)])));
}

const dataProvider: DataProvider = {
  ...jsonServerProvider(API, httpClient),
  // One request for all documents, which changes all or none. The client of json-server sends one per document, and its
  // PUT would replace each document with the changed fields.
  async updateMany(resource, { ids, data }) {
    await httpClient(`${API}/${resource}?${idsOf(ids)}`, { method: 'PATCH', body: JSON.stringify(data) });
    return { data: ids };
  },
  async deleteMany(resource, { ids }) {
    await httpClient(`${API}/${resource}?${idsOf(ids)}`, { method: 'DELETE' });
    return { data: ids };
  },
};

const authProvider: AuthProvider = {
  async login({ token }: { token: string }) {
    // `GET /api` is 401 with a token that is not valid.
    await fetchUtils.fetchJson(API, { user: { authenticated: true, token: `Bearer ${token}` } });
    sessionStorage.setItem(TOKEN, token);
  },
  async logout() {
    sessionStorage.removeItem(TOKEN);
  },
  async checkAuth() {
    // react-admin then opens TokenPage without a message.
    if (sessionStorage.getItem(TOKEN) === null) throw { message: false };
  },
  async checkError({ status, message }: HttpError) {
    if (status === 401) throw new Error(message);
  },
};

function TokenPage() {
  return (
    <Login>
      <LoginForm>
        <PasswordInput
          source="token"
          validate={required()}
          helperText="npm start shows the local one"
          autoFocus
        />
      </LoginForm>
    </Login>
  );
}

interface Picture {
  id: number;
  title: string;
  source: string;
  alt: string;
  userId?: number;
  tags?: string[];
}

/** The picture in this width, in the best format that the browser accepts. `width` is in CSS pixels. */
function Preview({ width }: { width: number }) {
  return (
    <FunctionField<Picture>
      render={({ source, alt }) => {
        const path = source.replace(/^\//, '');
        return (
          <img
            src={`${PERIGEE}/image/width=${width},format=auto/${path}`}
            alt={alt}
            width={width}
            loading="lazy"
          />
        );
      }}
    />
  );
}

const pictureFilters = [
  <SearchInput key="q" source="q" alwaysOn />,
  <ReferenceInput key="userId" source="userId" reference="users">
    <AutocompleteInput label="User" />
  </ReferenceInput>,
  // Any filter of docs/api.md is a source.
  <TextInput key="tags" source="tags:has" label="Tag" />,
];

function PictureList() {
  return (
    <List filters={pictureFilters}>
      <DataTable
        bulkActionButtons={<BulkDeleteButton mutationMode="pessimistic" />}
        // A phone has no room for these columns.
        sx={{ '& .column-id, & .column-tags': { display: { xs: 'none', sm: 'table-cell' } } }}
      >
        <DataTable.Col source="id" />
        <DataTable.Col label="Picture">
          <Preview width={80} />
        </DataTable.Col>
        <DataTable.Col source="title" />
        <DataTable.Col source="userId" label="User" disableSort>
          <ReferenceField source="userId" reference="users" />
        </DataTable.Col>
        <DataTable.Col source="tags" disableSort>
          <TextArrayField source="tags" />
        </DataTable.Col>
      </DataTable>
    </List>
  );
}

function PictureShow() {
  return (
    <Show>
      <SimpleShowLayout>
        <Preview width={320} />
        <TextField source="title" />
        <TextField source="source" />
        <TextField source="alt" />
        <ReferenceField source="userId" label="User" reference="users" link="show" />
        <TextArrayField source="tags" />
      </SimpleShowLayout>
    </Show>
  );
}

/** `sanitizeEmptyValues` sends null for an emptied input, which removes an optional field. `alt` is required, but may be empty. */
function withAlt(picture: Partial<Picture>) {
  return { ...picture, alt: picture.alt ?? '' };
}

/** The schema has the rules. The inputs show the messages of a 422. */
function PictureForm() {
  return (
    <SimpleForm sanitizeEmptyValues>
      <TextInput source="title" />
      <TextInput source="source" helperText="A path in public/, or a URL of a host in src/images.ts" />
      <TextInput source="alt" multiline />
      <ReferenceInput source="userId" reference="users">
        <AutocompleteInput label="User" />
      </ReferenceInput>
      <TextArrayInput source="tags" />
    </SimpleForm>
  );
}

function UserList() {
  return (
    <List filters={[<SearchInput key="q" source="q" alwaysOn />]}>
      <DataTable bulkActionButtons={<BulkDeleteButton mutationMode="pessimistic" />}>
        <DataTable.Col source="id" />
        <DataTable.Col source="name" />
      </DataTable>
    </List>
  );
}

function UserShow() {
  return (
    <Show>
      <SimpleShowLayout>
        <TextField source="name" />
        <ReferenceManyField reference="pictures" target="userId" label="Pictures">
          <DataTable bulkActionButtons={false}>
            <DataTable.Col source="title" />
            <DataTable.Col source="alt" />
          </DataTable>
        </ReferenceManyField>
      </SimpleShowLayout>
    </Show>
  );
}

function UserForm() {
  return (
    <SimpleForm sanitizeEmptyValues>
      <TextInput source="name" />
    </SimpleForm>
  );
}

/** With `pessimistic`, a form stays open until the API has accepted it, so that it can show the messages of a 422. */
function App() {
  return (
    <Admin
      title="Perigee"
      dataProvider={dataProvider}
      authProvider={authProvider}
      loginPage={TokenPage}
      disableTelemetry
    >
      <Resource
        name="pictures"
        list={PictureList}
        show={PictureShow}
        recordRepresentation="title"
        create={
          <Create transform={withAlt}>
            <PictureForm />
          </Create>
        }
        edit={
          <Edit mutationMode="pessimistic" transform={withAlt}>
            <PictureForm />
          </Edit>
        }
      />
      <Resource
        name="users"
        list={UserList}
        show={UserShow}
        recordRepresentation="name"
        create={
          <Create>
            <UserForm />
          </Create>
        }
        edit={
          <Edit mutationMode="pessimistic">
            <UserForm />
          </Edit>
        }
      />
    </Admin>
  );
}

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
