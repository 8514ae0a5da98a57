-- What is foretold of a run before its start: how many rows will do what, as JSON, and the rows that will be refused
-- (`foretold`), which go as the rows have their turn. A row may have several faults: `more` is the JSON list of those
-- beyond the first. `remedy` names the option by which all faults of the row would go, `remedy_value` what it is about.
ALTER TABLE imports_run ADD COLUMN foretold text;
ALTER TABLE imports_row ADD COLUMN foretold boolean NOT NULL DEFAULT false;
ALTER TABLE imports_row ADD COLUMN more text;
ALTER TABLE imports_row ADD COLUMN remedy text;
ALTER TABLE imports_row ADD COLUMN remedy_value text;
