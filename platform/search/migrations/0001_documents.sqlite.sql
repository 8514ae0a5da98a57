-- What can be found. The words lie in the index beside it, under the same number.
CREATE TABLE search_document (
    number INTEGER PRIMARY KEY,
    kind text NOT NULL,
    id uuid NOT NULL,
    lang text NOT NULL,
    UNIQUE (kind, id)
);

-- Words come cut, folded and separated by spaces, so the tokenizer only has to take them apart. "ascii" counts every
-- sign beyond ASCII as part of a word; "unicode61" would drop signs that its own, older tables do not call letters.
-- The texts are not kept.
CREATE VIRTUAL TABLE search_words USING fts5 (
    title, body,
    content = '', contentless_delete = 1,
    tokenize = "ascii"
);
