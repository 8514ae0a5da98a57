//! `/words/import`: lists from Excel, CSV or a text with one word a row. What is listed so already stays; what differs is
//! written anew, so that a corrected file corrects the list (CRS-7).

use super::{
    MANAGE,
    rules::{self, Fits},
};
use axum::{extract::State, response::Response};
use serde_json::json;
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};
use xingtan_accounts::api::{self as accounts, ImportPart, NewImport, ShownImport};
use xingtan_audit::{Entry as Told, Who};
use xingtan_auth::Permissions;
use xingtan_clock::{Ids, Uuid};
use xingtan_db::{Error, Result, Tx};
use xingtan_i18n::{Lang, Locale, Msg};
use xingtan_imports::{
    Chunk, Decision, ImportColumn, ImportKind, Importer, Made, Refusal, RunInfo, SourceRow,
};
use xingtan_jobs::JobKind;
use xingtan_web::{App, Fault, Form, SignedIn, Upload};
use xingtan_words::store::{self, Category, Entry, Room};

/// The import of words.
pub static KIND: ImportKind = ImportKind {
    name: "governance.words",
    job: JobKind::new("governance.import-words"),
    prefix: "governance-words-import",
    columns: &[
        ImportColumn::required("word"),
        ImportColumn::required("category"),
        ImportColumn::optional("pinyin"),
        ImportColumn::optional("note"),
    ],
    home: "/words/import",
};

/// The same for the pages of imports.
pub const PART: ImportPart = ImportPart::of::<WordsImport>(&KIND, MANAGE);

const NEW: NewImport = NewImport { part: PART, above: ("/words", "governance-words"), options: &[] };

/// `GET /words/import`.
pub async fn page(State(app): State<App>, who: SignedIn) -> std::result::Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    accounts::show_import(NEW, &who, Form::fresh(app.id())).await
}

/// `POST /words/import`: reads the file, keeps it, and leads to its preview.
pub async fn upload(who: SignedIn, upload: Upload) -> std::result::Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    accounts::take_import::<WordsImport>(NEW, &who, upload, |_| "{}".to_owned()).await
}

/// `GET /words/import/template`: the workbook to fill in, with the categories to choose from.
pub async fn template(State(app): State<App>, who: SignedIn) -> std::result::Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let categories = app.db().read(store::categories).await?;
    let l = who.l.clone();
    let choices = move |key: &str| -> Vec<String> {
        match key {
            "category" => categories.iter().map(|it| it.name.clone()).collect(),
            "pinyin" => vec![l.t("governance-words-yes"), l.t("governance-words-no")],
            _ => Vec::new(),
        }
    };
    accounts::import_template(PART, &who, choices).await
}

/// Takes words in from a file.
#[derive(Clone)]
pub struct WordsImport {
    ids: Ids,
    permissions: Arc<Permissions>,
    yes: HashSet<String>,
    no: HashSet<String>,
}

/// What people write for yes and no, in both languages.
fn said(languages: &[Locale], key: &str) -> HashSet<String> {
    let names = languages.iter().map(|l| l.t(key));
    names.flat_map(|names| names.split('|').map(|it| it.trim().to_lowercase()).collect::<Vec<_>>()).collect()
}

impl ShownImport for WordsImport {
    fn of(app: &App) -> Self {
        let languages = [app.locale(Lang::ZhCn), app.locale(Lang::En)];
        WordsImport {
            ids: app.ids().clone(),
            permissions: app.permissions().clone(),
            yes: said(&languages, "governance-words-import-yes"),
            no: said(&languages, "governance-words-import-no"),
        }
    }
}

/// A row, read.
#[derive(Clone, Debug)]
pub struct Plan {
    word: String,
    key: String,
    category: String,
    pinyin: bool,
    note: String,
    id: Uuid,
    entry: Uuid,
}

/// What is known of the rows of a chunk.
pub struct Known {
    may: bool,
    categories: HashMap<String, Category>,
    entries: HashMap<String, Entry>,
    room: Room,
    /// What earlier rows take of the room.
    taken: Room,
}

/// What a row makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// A new word, in this category.
    Add(Uuid),
    /// A word is written anew, in this category.
    Change(Uuid, Uuid, i64),
}

impl WordsImport {
    fn read(&self, row: &SourceRow) -> std::result::Result<Plan, Vec<Refusal>> {
        let mut faults: Vec<Refusal> = row.refusal.iter().cloned().collect();
        let word = rules::word(row.get("word")).unwrap_or_else(|unfit| {
            faults.push(Refusal::at("word", Msg::new(unfit.key())));
            String::new()
        });
        let category = row.get("category").trim().to_lowercase();
        if category.is_empty() {
            faults.push(Refusal::at("category", Msg::new("web-form-required")));
        }
        let typed = row.get("pinyin").trim().to_lowercase();
        let pinyin = self.yes.contains(&typed);
        if !pinyin && !typed.is_empty() && !self.no.contains(&typed) {
            faults.push(Refusal::at("pinyin", Msg::new("governance-words-import-no-pinyin")));
        }
        let note = row.get("note").split_whitespace().collect::<Vec<_>>().join(" ");
        let long = note.chars().count();
        if long > 200 {
            faults
                .push(Refusal::at("note", Msg::new("web-form-too-long").with("max", 200).with("now", long)));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let key = xingtan_words::key(&word);
        Ok(Plan { word, key, category, pinyin, note, id: self.ids.next(), entry: self.ids.next() })
    }
}

impl Importer for WordsImport {
    type Look = ();
    type Plan = Plan;
    type Known = Known;
    type Write = Write;

    fn kind(&self) -> &'static ImportKind {
        &KIND
    }

    fn survey(&self, rows: &[SourceRow]) -> Vec<(usize, Refusal)> {
        let mut seen: HashMap<String, i64> = HashMap::with_capacity(rows.len());
        let mut found = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            // A cell as large as a book is refused by its length; here it only must not cost.
            let key = xingtan_words::key(&row.get("word").chars().take(200).collect::<String>());
            if key.is_empty() {
                continue;
            }
            match seen.get(&key) {
                Some(first) => {
                    let msg = Msg::new("governance-words-import-twice").with("row", *first);
                    found.push((at, Refusal::at("word", msg)));
                }
                None => drop(seen.insert(key, row.number)),
            }
        }
        found
    }

    fn look(&self, _: &mut Tx<'_>, _: &RunInfo, _: &[SourceRow]) -> Result<()> {
        Ok(())
    }

    fn plan(&self, _: &RunInfo, (): &(), row: &SourceRow) -> std::result::Result<Plan, Vec<Refusal>> {
        self.read(row)
    }

    fn known(&self, tx: &mut Tx<'_>, run: &RunInfo, chunk: &Chunk<Plan>) -> Result<Known> {
        let keys: Vec<String> =
            chunk.iter().filter_map(|(_, plan)| plan.as_ref().ok().map(|plan| plan.key.clone())).collect();
        let whole = |path: &str| path.split('/').filter(|it| !it.is_empty()).count() < 2;
        let grants = accounts::grants_of(tx, run.asked_by)?;
        Ok(Known {
            may: grants.iter().any(|it| {
                let carries = it.role.parse().is_ok_and(|role| self.permissions.carries(role, MANAGE));
                carries && whole(&it.node_path)
            }),
            categories: store::categories(tx)?.into_iter().map(|it| (it.name.to_lowercase(), it)).collect(),
            entries: store::by_keys(tx, &keys)?,
            room: store::room(tx)?,
            taken: Room { all: 0, by_sound: 0 },
        })
    }

    fn follow(&self, known: &mut Known, before: &Known) {
        known.taken = before.taken;
    }

    fn decide(&self, _: &RunInfo, known: &mut Known, plan: &Plan) -> Decision<Write> {
        let refuse = |column: &str, msg: Msg| Decision::Refuse(vec![Refusal::at(column, msg)]);
        if !known.may {
            return Decision::Refuse(vec![Refusal::whole(Msg::new("governance-words-import-may-not"))]);
        }
        let Some(category) = known.categories.get(&plan.category) else {
            return refuse("category", Msg::new("governance-words-import-no-category"));
        };
        let before = known.entries.get(&plan.key);
        let same = |it: &&Entry| {
            it.category_id == category.id
                && it.word == plan.word
                && it.pinyin == plan.pinyin
                && it.note == plan.note
        };
        if before.is_some_and(|it| same(&it)) {
            return Decision::Unchanged;
        }
        let more = i64::from(before.is_none());
        let by_sound = i64::from(plan.pinyin && !before.is_some_and(|it| it.pinyin));
        let left = Room {
            all: known.room.all - known.taken.all,
            by_sound: known.room.by_sound - known.taken.by_sound,
        };
        match rules::fits(left, more, by_sound) {
            Fits::Yes => {}
            Fits::Full => {
                return refuse("word", Msg::new("governance-words-full").with("most", xingtan_words::MOST));
            }
            Fits::FullBySound => {
                let most = xingtan_words::MOST_BY_SOUND;
                return refuse("pinyin", Msg::new("governance-words-full-pinyin").with("most", most));
            }
        }
        known.taken.all += more;
        known.taken.by_sound += by_sound;
        match before {
            Some(it) => Decision::Write(Write::Change(it.id, category.id, it.version), Made::Changed),
            None => Decision::Write(Write::Add(category.id), Made::New),
        }
    }

    fn write(&self, tx: &mut Tx<'_>, run: &RunInfo, _: &mut Known, plan: &Plan, write: Write) -> Result<()> {
        let said = (plan.word.as_str(), plan.pinyin, plan.note.as_str());
        let (done, id, more) = match write {
            Write::Add(category) => (store::add_entry(tx, plan.id, category, said, run.now)?, plan.id, 1),
            Write::Change(id, category, version) => {
                (store::change_entry(tx, id, version, category, said, run.now)?, id, 0)
            }
        };
        if !done {
            // Somebody listed or changed it since the chunk was looked at.
            return Err(Error::NotFound);
        }
        store::touch(tx, self.ids.next(), more, run.now)?;
        let who = Who { person: Some(run.asked_by), name: run.asked_name.clone(), ..Who::program() };
        let entry = Told::new(plan.entry, run.now, "words.imported", &who).on("words-entry", id, &plan.word);
        let detail = json!({ "category": plan.category, "pinyin": plan.pinyin, "import": run.id });
        xingtan_audit::record(tx, &entry.detail(&detail))
    }
}
