-- Values that the regulation in force prescribes: they hold before what anybody set. Beside it the article
-- that does so, and where it can be read.
CREATE TABLE settings_bound (
    key text NOT NULL PRIMARY KEY,
    value text NOT NULL,
    regulation text NOT NULL,
    version bigint NOT NULL,
    number text NOT NULL,
    href text NOT NULL
);
