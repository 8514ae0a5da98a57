-- 出生日期: only where limits of minors ask for it (LRN-12); `YYYY-MM-DD`.
ALTER TABLE accounts_person ADD COLUMN born_on text;
