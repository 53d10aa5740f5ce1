-- What a wall calls a player who does not want to be known by number, and the language a player's screens speak.
ALTER TABLE players ADD COLUMN alias TEXT;
ALTER TABLE players ADD COLUMN language TEXT;
