-- How somebody wants pages to look and films to play, as JSON (LRN-13); language and theme have columns of their own.
ALTER TABLE accounts_person ADD COLUMN preferences text;
