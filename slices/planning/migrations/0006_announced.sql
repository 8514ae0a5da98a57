-- When the people of a round were told that they can choose: once, as soon as it offers something.
ALTER TABLE planning_round ADD COLUMN announced_at timestamptz;
