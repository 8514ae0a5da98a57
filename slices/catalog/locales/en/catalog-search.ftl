### Search over courses, lessons, documents, subtitles and the library; words that mean the same.

## Search

catalog-search = Search
catalog-search-line = Courses, lessons, the words of documents and of subtitles, the resource library, in Chinese and English.
catalog-search-what = What do you look for?
catalog-search-all = Everything
catalog-search-by-kind = By kind
catalog-search-courses = Courses
catalog-search-texts = Texts
catalog-search-documents = Documents
catalog-search-films = Video and audio
catalog-search-quizzes = Quizzes
catalog-search-library = Resource library
catalog-search-ended = Not shared any more
catalog-search-lang = Language
catalog-search-lang-any = Any language
catalog-search-lang-zh-CN = Chinese
catalog-search-lang-en = English
catalog-search-drafts = Only drafts
catalog-search-begin = Type a word or several: everything that has all of them is found. The last word may be unfinished.
catalog-search-signs = There is no letter or digit in what you typed. Type a word.
catalog-search-long = Only the first 200 characters are searched for.
catalog-search-catalogue = Browse the catalogue
catalog-search-meant = Did you mean
catalog-search-synonyms = Also searched for, since it means the same: { $words }
catalog-search-comma = { ", " }
catalog-search-none-title = Nothing found
catalog-search-none = Nothing that you may see has these words.
catalog-search-widen = Search without filters
catalog-search-advice-fewer = Try fewer or shorter words.
catalog-search-advice-other = Try another word for it. If a word should be found by another one, tell the training centre, which keeps the list of synonyms.
catalog-search-some = Nothing has all the words. These have some of them.
catalog-search-count =
    { $count ->
        [one] One result
       *[other] { $count } results
    }
catalog-search-beyond =
    { $count ->
        [one] Very many passages have these words; the newest of them gave one result. A further word narrows it down.
       *[other] Very many passages have these words; the newest of them gave { $count } results. A further word narrows it down.
    }
catalog-search-range = { $from } to { $to }
catalog-search-pages = Pages of results
catalog-search-page = Page { $page }
catalog-search-moment = At { $at }
catalog-search-others =
    { $count ->
        [one] one more passage
       *[other] { $count } more passages
    }
catalog-search-suggested = Titles with these words

## Synonyms

catalog-synonyms = Synonyms
catalog-synonyms-line = Whoever searches for one of these words finds the others as well. It holds from the next search on.
catalog-synonyms-groups = Words that mean the same
catalog-synonyms-none = No synonyms yet. Add words that people use for the same thing.
catalog-synonyms-equal = { " = " }
catalog-synonyms-add = Add synonyms
catalog-synonyms-words = Words
catalog-synonyms-hint = One a line, or with “=” between them. Two to twenty words, each at most 40 characters.
catalog-synonyms-few = Two different words are needed. Upper and lower case and spaces make no difference.
catalog-synonyms-many = A group has at most { $most } words. Leave some out.
catalog-synonyms-word = “{ $word }” cannot be searched for: a word has a letter or digit, and at most { $longest } characters.
catalog-synonyms-taken = “{ $word }” stands in another group. Change that one, or leave the word out here.
catalog-synonyms-added = The synonyms were added.
catalog-synonyms-saved = The synonyms were saved.
catalog-synonyms-removed = The synonyms were removed.
catalog-synonyms-remove = Remove
catalog-synonyms-remove-hint = The words are then found only by themselves.
catalog-audit-synonyms-added = Synonyms added
catalog-audit-synonyms-saved = Synonyms changed
catalog-audit-synonyms-removed = Synonyms removed
catalog-job-index = Bring the full-text index up to date
catalog-job-index-due = Look whether the full-text index is to be brought up to date
catalog-job-read-document = Read the words of a document
may-synonyms = Synonyms
may-synonyms-manage = Manage synonyms of the search
