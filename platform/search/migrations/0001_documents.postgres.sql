-- What can be found, with its words. They come cut from the program; no text search configuration touches them.
CREATE TABLE search_document (
    kind text NOT NULL,
    id uuid NOT NULL,
    lang text NOT NULL,
    words tsvector NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE INDEX search_document_words ON search_document USING gin (words);
