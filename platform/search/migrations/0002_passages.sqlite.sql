-- What was one text for each thing becomes passages with their place. All of it is made anew from what it describes.
DROP TABLE search_words;
DROP TABLE search_document;

-- A passage of something that can be found. The words lie in the index beside it, under the same number. `subject` is
-- what is shown, hidden and replaced as a whole; `open` passages are for everybody who may search or, where a `circle`
-- is named, for a part of them at `path`; the others for readers and for those who hold a permission at `path`.
CREATE TABLE search_passage (
    number INTEGER PRIMARY KEY,
    kind text NOT NULL,
    id uuid NOT NULL,
    part bigint NOT NULL,
    subject uuid NOT NULL,
    open boolean NOT NULL,
    circle text NOT NULL,
    path text NOT NULL,
    lang text NOT NULL,
    form text NOT NULL,
    topic uuid,
    level text NOT NULL,
    weight bigint NOT NULL,
    fresh_at timestamptz NOT NULL,
    place text NOT NULL,
    title text NOT NULL,
    above text NOT NULL,
    heading text NOT NULL,
    body text NOT NULL
);
CREATE INDEX search_passage_subject ON search_passage (subject, open, number);

-- Words come cut, folded and separated by spaces; see the first migration. Words of one and two signs are asked for by
-- their beginning while somebody types.
CREATE VIRTUAL TABLE search_words USING fts5 (
    title, heading, body, above,
    content = '', contentless_delete = 1, prefix = '1 2',
    tokenize = "ascii"
);

-- Who sees what is not open: writers of a subject.
CREATE TABLE search_reader (
    subject uuid NOT NULL,
    person uuid NOT NULL,
    PRIMARY KEY (subject, person)
);

-- Subjects whose open passages nobody sees until they have been made anew.
CREATE TABLE search_hidden (
    subject uuid PRIMARY KEY NOT NULL
);

-- Words of titles with how they sound, for those who mistyped. Nothing is said of them unless something visible has them.
CREATE TABLE search_word (
    word text PRIMARY KEY NOT NULL,
    sound text NOT NULL
);
CREATE INDEX search_word_sound ON search_word (sound);
