//! `/calendar/import`: a year's arrangement from a file, taken in as a whole.

use super::{MANAGE, about, page::COLUMNS};
use crate::saving::{Deed, Stop, save as save_once, shown};
use askama::Template;
use axum::{extract::State, response::Response};
use xingtan_calendar::{YearFault, YearFile, YearRow, read_year};
use xingtan_documents::{Column, Limits, read_table};
use xingtan_i18n::{Lang, Locale, Msg};
use xingtan_web::{App, Fault, Form, Page, SignedIn, Text, Upload, UploadedFile};

/// So many faults are shown at once.
const MOST_SHOWN: usize = 30;

#[derive(Template)]
#[template(path = "calendar/import.html")]
struct ImportPage {
    page: Page,
    form: Form,
    faults: Vec<String>,
    year: i16,
}

/// `GET /calendar/import`.
pub async fn page(State(app): State<App>, who: SignedIn) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    show(&who, Form::fresh(app.id()), &[])
}

fn show(who: &SignedIn, form: Form, faults: &[YearFault]) -> Result<Response, Fault> {
    let view = ImportPage {
        page: Page::new(who, who.l.t("governance-calendar-import"))
            .crumb("/calendar", who.l.t("governance-calendar-title")),
        faults: faults.iter().take(MOST_SHOWN).map(|fault| who.l.msg(&fault.msg())).collect(),
        year: who.l.zone().date(who.now).year(),
        form: form.clone(),
    };
    shown(&form, &view)
}

/// `POST /calendar/import`: replaces the year that the file names, or says all that is wrong with it.
pub async fn upload(State(_): State<App>, who: SignedIn, upload: Upload) -> Result<Response, Fault> {
    who.must_whole(MANAGE)?;
    let mut form = upload.form.clone();
    let source = form.text("source", Text::required(120));
    let Some(file) = upload.file("file").cloned() else {
        form.refuse("file", Msg::new("governance-calendar-no-file"));
        return show(&who, form, &[]);
    };
    let (l, from) = (who.l.clone(), source.clone());
    let read = tokio_blocking(move || rows(&l, &file).map(|rows| read_year(&rows, &from))).await?;
    let found = match read {
        Err(msg) => {
            form.refuse("file", msg);
            return show(&who, form, &[]);
        }
        Ok(Err(faults)) => {
            form.refuse(
                "file",
                Msg::new("governance-calendar-file-wrong").with("count", faults.len() as i64),
            );
            return show(&who, form, &faults);
        }
        Ok(Ok(found)) => found,
    };
    if form.ok() {
        let YearFile { year, days } = found;
        let deed = Deed::of(&who);
        let to = format!("/calendar?year={year}");
        let told = Msg::new("governance-calendar-imported")
            .with("year", year.to_string())
            .with("count", days.len() as i64);
        let done = save_once(&who, &mut form, &to, told, move |tx| {
            let (stamp, by) = (deed.ids.next(), Some(deed.person));
            xingtan_calendar::replace_year(tx, year, &days, &source, stamp, by, deed.now)?;
            let line = |(date, day): &(xingtan_clock::Date, xingtan_calendar::NamedDay)| {
                format!("{date} {} {}", day.kind.code(), day.name)
            };
            let after: Vec<String> = days.iter().map(line).collect();
            let entry = deed.entry("governance.calendar-imported", about(&year.to_string())).after(&after);
            Ok::<_, Stop>(xingtan_audit::record(tx, &entry)?)
        });
        if let Some(answer) = done.await? {
            return Ok(answer);
        }
    }
    show(&who, form, &[])
}

/// The rows of a file, or why it is no table of ours.
fn rows(l: &Locale, file: &UploadedFile) -> Result<Vec<YearRow>, Msg> {
    let limits = Limits::default();
    let table = read_table(&file.bytes, &file.name, &limits).map_err(|fault| fault.msg())?;
    let languages = [l.in_lang(Lang::ZhCn), l.in_lang(Lang::En)];
    let column = |(n, key): (usize, &&str)| {
        let name = ["date", "kind", "name", "like"][n];
        let column = if n < 3 { Column::required(name) } else { Column::optional(name) };
        column.called(languages.iter().map(|l| l.t(key)))
    };
    let columns: Vec<Column> = COLUMNS.iter().enumerate().map(column).collect();
    let header = table.header(&columns).map_err(|fault| fault.msg())?;
    let text = |row: &xingtan_documents::DataRow<'_>, key: &str| row.get(key).to_owned();
    Ok(header
        .rows(&table)
        .map(|row| YearRow {
            number: i64::from(row.number()),
            date: text(&row, "date"),
            kind: text(&row, "kind"),
            name: text(&row, "name"),
            like: text(&row, "like"),
        })
        .collect())
}

async fn tokio_blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Fault::Broken)
}
