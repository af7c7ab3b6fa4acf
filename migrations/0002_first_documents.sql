INSERT INTO documents (collection, id, body) VALUES
  ('users', '0', '{"id":0,"name":"Sarah"}'),
  ('users', '1', '{"id":1,"name":"Chris"}'),
  ('users', '2', '{"id":2,"name":"Yan"}'),
  ('users', '3', '{"id":3,"name":"Elian"}');
INSERT INTO documents (collection, id, body) VALUES
  ('pictures', '1', '{"id":1,"title":"Perigee","source":"/pictures/perigee.jpg","alt":"A satellite close above a blue planet, on the near end of a dotted orbit","userId":0,"tags":["orbit","planet"]}'),
  ('pictures', '2', '{"id":2,"title":"Apogee","source":"/pictures/apogee.jpg","alt":"The same planet, small, seen from the far end of the orbit","userId":0,"tags":["orbit","night"]}'),
  ('pictures', '3', '{"id":3,"title":"Terminator","source":"/pictures/terminator.jpg","alt":"The line between day and night across a planet","userId":1,"tags":["planet","night"]}'),
  ('pictures', '4', '{"id":4,"title":"Ground track","source":"/pictures/ground-track.jpg","alt":"The sine-like track of a satellite over a map grid","userId":2,"tags":["map"]}');
