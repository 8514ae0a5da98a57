-- What kind of training an entry is, and remarks. `import_key` names what a file said of it: rows of the same training
-- and unit join the entry as long as it says the same.
ALTER TABLE planning_offline ADD COLUMN kind text NOT NULL DEFAULT 'internal';
ALTER TABLE planning_offline ADD COLUMN remarks text NOT NULL DEFAULT '';
ALTER TABLE planning_offline ADD COLUMN import_key text;
CREATE INDEX planning_offline_import ON planning_offline (import_key);

-- The rows of files that were taken in, each once for ever: a file that comes again changes nothing, whatever was
-- corrected or withdrawn meanwhile.
CREATE TABLE planning_offline_row (
    row_key text PRIMARY KEY NOT NULL,
    offline_id uuid NOT NULL REFERENCES planning_offline (id)
);
