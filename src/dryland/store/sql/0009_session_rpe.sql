-- How hard whole sessions were by the players' own rating: CR10 times minutes. Recomputable from the log.
ALTER TABLE player_figures ADD COLUMN srpe_load FLOAT;
