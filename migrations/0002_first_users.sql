INSERT INTO documents (collection, id, body) VALUES
  ('users', '0', '{"id":0,"name":"Sarah"}'),
  ('users', '1', '{"id":1,"name":"Chris"}'),
  ('users', '2', '{"id":2,"name":"Yan"}'),
  ('users', '3', '{"id":3,"name":"Elian"}');
