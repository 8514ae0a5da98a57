-- Who found something to be so, where a person did: they do not decide an appeal about what rests on it.
ALTER TABLE governance_fact ADD COLUMN told_by uuid;
