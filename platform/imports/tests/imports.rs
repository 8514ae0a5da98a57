//! An import of things, from the bytes of a file to the report, on both engines.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use xingtan_audit::Who;
use xingtan_clock::{Clock, Ids, Span, Uuid};
use xingtan_db::{Migrations, Result, Step, Tx, list, params};
use xingtan_i18n::{Kind, Lang, Locale, Msg, Resource, Texts};
use xingtan_imports::{
    Asked, Chunk, Counts, Decision, ImportColumn, ImportKind, Importer, Made, Order, Refusal, ReportRow, Run,
    RunInfo, RunState, SourceRow,
};
use xingtan_jobs::{JobKind, Kinds, Schedules, Worker};
use xingtan_keys::KeyRing;
use xingtan_testkit::{TestDb, Zone};

const KIND: ImportKind = ImportKind {
    name: "things.things",
    job: JobKind::new("things.import"),
    prefix: "things",
    columns: &[
        ImportColumn::required("code"),
        ImportColumn::optional("name"),
        ImportColumn::optional("pin").secret(),
    ],
    home: "/things",
};
static KIND_REF: &ImportKind = &KIND;

const TEXTS: &str = "things-column-code = 编号|代码\nthings-column-name = 名称\nthings-column-pin = 口令\n\
    things-title = 物品\nthings-notes = 说明\nthings-twice = 重复\nthings-bad = 名称不对\n";

/// Keeps things by code; a name of "bad" is refused; `trip` makes it panic once at code 150.
#[derive(Clone, Default)]
struct Things {
    trip: Arc<AtomicBool>,
}

impl Importer for Things {
    type Plan = (String, String);
    type Look = ();
    type Known = BTreeMap<String, String>;
    type Write = ();

    fn kind(&self) -> &'static ImportKind {
        KIND_REF
    }

    fn survey(&self, rows: &[SourceRow]) -> Vec<(usize, Refusal)> {
        let mut seen = BTreeSet::new();
        let twice = rows.iter().enumerate().filter(|(_, row)| !seen.insert(row.get("code").to_owned()));
        twice.map(|(at, _)| (at, Refusal::at("code", Msg::new("things-twice")))).collect()
    }

    fn look(&self, _: &mut Tx<'_>, _: &RunInfo, _: &[SourceRow]) -> Result<()> {
        Ok(())
    }

    fn plan(&self, run: &RunInfo, (): &(), row: &SourceRow) -> std::result::Result<Self::Plan, Vec<Refusal>> {
        if row.get("code") == "150" && !run.foretelling && self.trip.swap(false, Ordering::SeqCst) {
            panic!("tripped");
        }
        match row.get("name") {
            "bad" => Err(vec![Refusal::at("name", Msg::new("things-bad"))]),
            "worse" => Err(vec![
                Refusal::at("code", Msg::new("things-twice")),
                Refusal::at("name", Msg::new("things-bad")),
            ]),
            // A name that has to be allowed first.
            name if name.starts_with("new ") && !run.options.contains("true") => {
                Err(vec![Refusal::at("name", Msg::new("things-bad")).mended_by("allow", name)])
            }
            name => Ok((row.get("code").to_owned(), name.to_owned())),
        }
    }

    fn known(&self, tx: &mut Tx<'_>, _: &RunInfo, chunk: &Chunk<Self::Plan>) -> Result<Self::Known> {
        let codes: Vec<&str> =
            chunk.iter().filter_map(|(_, plan)| Some(plan.as_ref().ok()?.0.as_str())).collect();
        let given: Vec<_> = codes.iter().map(|code| xingtan_db::Param::Text(code)).collect();
        let sql = format!("SELECT code, name FROM things_thing WHERE code IN ({})", list(1, given.len()));
        Ok(tx.all::<(String, String)>(&sql, &given)?.into_iter().collect())
    }

    fn decide(&self, _: &RunInfo, known: &mut Self::Known, (code, name): &Self::Plan) -> Decision<()> {
        match known.get(code) {
            Some(there) if there == name => Decision::Unchanged,
            Some(_) => Decision::Write((), Made::Changed),
            None => Decision::Write((), Made::New),
        }
    }

    fn write(
        &self,
        tx: &mut Tx<'_>,
        _: &RunInfo,
        _: &mut Self::Known,
        (code, name): &Self::Plan,
        (): (),
    ) -> Result<()> {
        tx.exec(
            "INSERT INTO things_thing (code, name) VALUES ($1, $2)
             ON CONFLICT (code) DO UPDATE SET name = excluded.name",
            params![code, name],
        )?;
        Ok(())
    }
}

fn migrations() -> Vec<Migrations> {
    let text = "CREATE TABLE things_thing (code text PRIMARY KEY NOT NULL, name text NOT NULL CHECK (name <> 'no'));";
    let step = Step { name: "0001_things", sqlite: text, postgres: text };
    let things = Migrations { owner: "things", steps: vec![step], derived: &[] };
    vec![xingtan_audit::migrations(), xingtan_jobs::migrations(), xingtan_imports::migrations(), things]
}

fn locale() -> Locale {
    let things = Resource { lang: Lang::ZhCn, kind: None, name: "things", source: TEXTS };
    let resources: Vec<Resource> = [things, Resource { lang: Lang::En, ..things }]
        .into_iter()
        .chain(xingtan_i18n::texts())
        .chain(xingtan_documents::texts())
        .chain(xingtan_imports::texts())
        .collect();
    Texts::build(&resources).locale(Lang::ZhCn, Kind::Academy, Zone::default())
}

struct House<'a> {
    db: &'a TestDb,
    keys: KeyRing,
    clock: Clock,
    ids: Ids,
    things: Things,
}

impl House<'_> {
    fn new(db: &TestDb) -> House<'_> {
        let clock = xingtan_testkit::clock();
        House {
            db,
            keys: KeyRing::in_memory(),
            ids: xingtan_testkit::ids(&clock),
            clock,
            things: Things::default(),
        }
    }

    async fn upload(&self, bytes: &[u8]) -> Uuid {
        let uploaded = xingtan_imports::read_upload(&self.things, bytes, "things.csv", &locale()).unwrap();
        let asked = Asked {
            run: self.ids.next(),
            person: self.ids.next(),
            name: "林书岚".into(),
            node_path: "/1/".into(),
            options: "{}".into(),
            now: self.clock.now(),
        };
        let run = asked.run;
        xingtan_imports::keep(&self.db.handle(), &self.keys, KIND_REF, uploaded, asked).await.unwrap();
        run
    }

    async fn run(&self, id: Uuid) -> Run {
        self.db.read(move |tx| xingtan_imports::run(tx, id)).await.unwrap().unwrap()
    }

    async fn start(&self, id: Uuid) -> bool {
        let (job, entry, now) = (self.ids.next(), self.ids.next(), self.clock.now());
        let run = self.run(id).await;
        let start = move |tx: &mut Tx<'_>| {
            let order = Order { job, entry, who: &Who::program(), now };
            xingtan_imports::start(tx, KIND_REF, &run, None, &order)
        };
        self.db.write(start).await.unwrap()
    }

    async fn report(&self, run: &Run) -> Vec<ReportRow> {
        let run = run.clone();
        self.db.read(move |tx| xingtan_imports::report_rows(tx, &run, 0, 100)).await.unwrap()
    }

    async fn foretell(&self, id: Uuid) -> Counts {
        let (run, things) = (self.run(id).await, Arc::new(self.things.clone()));
        let db = self.db.handle();
        xingtan_imports::foretell(&db, &self.keys, &things, &run, self.clock.now()).await.unwrap()
    }

    fn worker(&self) -> Worker {
        let mut kinds = Kinds::new();
        xingtan_imports::on(&mut kinds, self.things.clone(), self.keys.clone());
        let schedules = Schedules::new(Zone::default);
        let options = xingtan_jobs::Options::default();
        Worker::new(self.db.handle(), self.clock.clone(), self.ids.clone(), kinds, schedules, options)
    }

    async fn import(&self, bytes: &[u8]) -> Run {
        let id = self.upload(bytes).await;
        assert!(self.start(id).await);
        self.worker().drain().await.unwrap();
        self.run(id).await
    }

    async fn things(&self) -> i64 {
        self.db.read(|tx| tx.one("SELECT count(*) FROM things_thing", params![])).await.unwrap()
    }
}

/// 500 rows of which the 7th, 15th, 22nd contradict or are refused on their own, one breaks a constraint, and one is
/// twice in the file.
fn file() -> String {
    let mut text = String::from("编号,名称,口令\n");
    for n in 1..=500 {
        let (code, name) = match n {
            7 | 15 => (n.to_string(), "bad".to_owned()),
            22 | 99 => (n.to_string(), "no".to_owned()),
            300 => ("299".to_owned(), "thing 300".to_owned()),
            _ => (n.to_string(), format!("物品 {n}")),
        };
        text.push_str(&format!("{code},{name},secret{n}\n"));
    }
    text
}

#[tokio::test]
async fn good_rows_go_in_faulty_ones_are_reported_and_a_second_run_changes_nothing() {
    for db in xingtan_testkit::databases(&migrations()).await {
        let house = House::new(&db);
        let run = house.import(file().as_bytes()).await;
        assert_eq!(run.state(), RunState::Done);
        assert_eq!(run.counts(), Counts { made: 495, changed: 0, unchanged: 0, refused: 5 });
        assert_eq!((house.things().await, run.ahead, run.percent()), (495, 1, 100));

        let report = house.report(&run).await;
        let said: Vec<(i64, &str, &str)> =
            report.iter().map(|row| (row.number, row.name.as_str(), row.value.as_str())).collect();
        assert_eq!(
            said,
            [(8, "7", "bad"), (16, "15", "bad"), (23, "22", ""), (100, "99", ""), (301, "299", "299")]
        );
        assert_eq!(report[0].faults()[0].reason, Msg::new("things-bad"));

        let again = house.import(file().as_bytes()).await;
        assert_eq!(again.counts(), Counts { made: 0, changed: 0, unchanged: 495, refused: 5 });
        let mended = file().replace("8,物品 8,", "8,八号,");
        assert_eq!(house.import(mended.as_bytes()).await.counts().changed, 1);
        let left: i64 = db.read(|tx| tx.one("SELECT count(*) FROM imports_chunk", params![])).await.unwrap();
        assert_eq!(left, 0, "no uploaded row stays once it had its turn");
    }
}

#[tokio::test]
async fn what_a_run_will_do_is_told_before_with_all_faults_of_a_row() {
    for db in xingtan_testkit::databases(&migrations()).await {
        let house = House::new(&db);
        let text = file().replace("8,物品 8,", "8,worse,").replace("9,物品 9,", "9,new kind,");
        let id = house.upload(text.as_bytes()).await;
        assert_eq!(house.run(id).await.foretold(), None);
        // What the database alone refuses (a CHECK) is not foretold.
        let told = house.foretell(id).await;
        assert_eq!((told.made, told.refused), (500 - 2 - 1 - 1 - replaced(&text), 4 + replaced(&text)));
        assert_eq!(house.things().await, 0, "nothing goes in");
        let run = house.run(id).await;
        assert_eq!(run.foretold(), Some(told));
        let ahead = house.report(&run).await;
        let worse = ahead.iter().find(|row| row.name == "8").unwrap();
        let columns: Vec<Option<String>> = worse.faults().into_iter().map(|fault| fault.column).collect();
        assert_eq!(columns, [Some("code".to_owned()), Some("name".to_owned())]);
        // Asked again it is told anew, not added.
        assert_eq!(house.foretell(id).await, told);
        assert_eq!(house.report(&run).await.len(), ahead.len());
        let bytes =
            xingtan_imports::faulty_rows(&db.handle(), &house.keys, KIND_REF, &run, &locale()).await.unwrap();
        let again = xingtan_imports::read_upload(&house.things, &bytes, "faulty.xlsx", &locale()).unwrap();
        assert_eq!(again.rows.len(), ahead.len());
        // The run itself says what it refused; nothing that was foretold is left.
        assert!(house.start(id).await);
        house.worker().drain().await.unwrap();
        let run = house.run(id).await;
        assert_eq!(run.counts().refused, told.refused + 2);
        assert_eq!(house.report(&run).await.len() as i64, run.refused);
        let left: i64 = db.read(|tx| tx.one("SELECT count(*) FROM imports_row", params![])).await.unwrap();
        assert_eq!(left, run.refused);
        assert_eq!(house.foretell(id).await, Counts::default(), "a run that has ended is left alone");
    }
}

/// Rows of the file that hold a name to be allowed first.
fn replaced(text: &str) -> i64 {
    text.matches(",new kind,").count() as i64 + text.matches(",worse,").count() as i64 - 1
}

#[tokio::test]
async fn an_option_mends_rows_before_the_start_and_after_it() {
    for db in xingtan_testkit::databases(&migrations()).await {
        let house = House::new(&db);
        let text = "编号,名称\n1,new a\n2,new a\n3,new b\n4,bad\n5,five\n";
        let id = house.upload(text.as_bytes()).await;
        house.foretell(id).await;
        let run = house.run(id).await;
        let offered = |run: Run| db.read(move |tx| xingtan_imports::mendable(tx, &run));
        let found = offered(run.clone()).await.unwrap();
        let said: Vec<(&str, &str, i64)> =
            found.iter().map(|it| (it.option.as_str(), it.value.as_str(), it.rows)).collect();
        assert_eq!(said, [("allow", "new a", 2), ("allow", "new b", 1)]);
        assert!(house.start(id).await);
        house.worker().drain().await.unwrap();
        let run = house.run(id).await;
        assert_eq!((run.made, run.refused), (1, 4));
        assert_eq!(offered(run.clone()).await.unwrap(), found);
        let handle = db.handle();
        let rows =
            xingtan_imports::mendable_again(&handle, &house.keys, KIND_REF, &run, "allow").await.unwrap();
        let rows = rows.unwrap().rows;
        assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 3, 4]);
        // A file with secrets has to be uploaded again.
        let id = house.import("编号,名称,口令\n9,new a,geheim\n".as_bytes()).await;
        let none =
            xingtan_imports::mendable_again(&handle, &house.keys, KIND_REF, &id, "allow").await.unwrap();
        assert!(none.is_none());
    }
}

#[tokio::test]
async fn the_file_of_faulty_rows_can_be_mended_and_uploaded_and_holds_no_secret() {
    for db in xingtan_testkit::databases(&migrations()).await {
        let house = House::new(&db);
        let run = house.import(file().as_bytes()).await;
        let bytes =
            xingtan_imports::faulty_rows(&db.handle(), &house.keys, KIND_REF, &run, &locale()).await.unwrap();
        let again = xingtan_imports::read_upload(&house.things, &bytes, "faulty.xlsx", &locale()).unwrap();
        assert_eq!(again.rows.len(), 5);
        assert_eq!(again.unknown, ["原因与改法"]);
        assert_eq!((again.rows[0].get("code"), again.rows[0].get("name")), ("7", "bad"));
        assert!(again.rows.iter().all(|row| row.get("pin").is_empty()));
    }
}

#[tokio::test]
async fn a_run_that_was_broken_off_goes_on_and_counts_no_row_twice() {
    for db in xingtan_testkit::databases(&migrations()).await {
        let house = House::new(&db);
        house.things.trip.store(true, Ordering::SeqCst);
        let id = house.upload(file().as_bytes()).await;
        house.start(id).await;
        house.worker().drain().await.unwrap();
        let half = house.run(id).await;
        assert_eq!((half.state(), half.done), (RunState::Running, 100));
        house.clock.turn(Span::of_minutes(1));
        house.worker().drain().await.unwrap();
        let run = house.run(id).await;
        assert_eq!(run.counts(), Counts { made: 495, changed: 0, unchanged: 0, refused: 5 });
        assert_eq!((run.state(), run.done), (RunState::Done, 500));
    }
}

#[tokio::test]
async fn a_run_is_started_or_discarded_once() {
    for db in xingtan_testkit::databases(&migrations()).await {
        let house = House::new(&db);
        let id = house.upload(file().as_bytes()).await;
        let run = house.run(id).await;
        let keys = house.keys.clone();
        let first = db.read(move |tx| xingtan_imports::preview(tx, &keys, KIND_REF, &run, 10)).await.unwrap();
        assert_eq!((first.len(), first[0].cells.join("/")), (10, "1/物品 1/······".to_owned()));
        let now = house.clock.now();
        assert!(db.write(move |tx| xingtan_imports::discard(tx, id, now)).await.unwrap());
        assert!(!house.start(id).await);
        assert_eq!(house.run(id).await.state(), RunState::Discarded);

        let id = house.upload(file().as_bytes()).await;
        assert!(house.start(id).await && !house.start(id).await);
        assert!(!db.write(move |tx| xingtan_imports::discard(tx, id, now)).await.unwrap());
        let person = house.run(id).await.asked_by;
        let own = db.read(move |tx| xingtan_imports::runs(tx, person, &[], None, 10)).await.unwrap();
        let all = vec![("/1/".to_owned(), "/10".to_owned())];
        let below = db.read(move |tx| xingtan_imports::runs(tx, person, &all, None, 10)).await.unwrap();
        assert_eq!((own.len(), below.len()), (1, 2));
        let gone =
            db.write(move |tx| xingtan_imports::purge(tx, now + Span::of_days(1), now, 10)).await.unwrap();
        assert_eq!(gone, 1, "a running import is not purged");
    }
}

#[tokio::test]
async fn files_come_in_the_encodings_of_the_field_and_bad_ones_say_what_is_wrong() {
    let things = Things::default();
    let read = |bytes: &[u8]| xingtan_imports::read_upload(&things, bytes, "things.csv", &locale());
    let (gb18030, _, _) = encoding_rs::GB18030.encode("代码,名称\r\n7,镕基\r\n");
    assert_eq!(read(&gb18030).unwrap().rows[0].get("name"), "镕基");
    assert_eq!(read("\u{feff}编号;名称\n7;a;b\n".as_bytes()).unwrap().rows[0].get("name"), "a");
    for (bytes, key) in [
        (&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1broken"[..], "documents-broken"),
        (&b"PK\x03\x04broken"[..], "documents-broken"),
        (&b"%PDF-1.7"[..], "documents-not-a-table"),
        ("名称\na\n".as_bytes(), "documents-columns-missing"),
        ("编号,名称\n".as_bytes(), "imports-no-rows"),
        (b"", "documents-empty"),
    ] {
        assert_eq!(read(bytes).unwrap_err().0.key(), key);
    }
}
