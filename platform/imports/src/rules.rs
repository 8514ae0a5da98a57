//! What the report shows of a row: pure.

use crate::{ImportKind, Refusal, Remedy, SourceRow};
use std::collections::BTreeMap;

/// Longest value in a report, in characters.
const LONGEST: usize = 120;

/// The value of a column as the report shows it: cut, masked where it is sensitive, nothing where it is secret.
pub(crate) fn shown(kind: &ImportKind, row: &SourceRow, column: Option<&str>) -> String {
    let Some(key) = column else { return String::new() };
    let value = row.get(key);
    match kind.column(key) {
        Some(column) if column.secret => String::new(),
        Some(column) if column.sensitive => masked(value),
        _ => cut(value),
    }
}

/// Everything but the last two signs as a dot each; at most twenty dots.
fn masked(value: &str) -> String {
    let count = value.chars().count();
    let hidden = if count > 4 { count - 2 } else { count };
    let rest: String = value.chars().skip(hidden).collect();
    format!("{}{rest}", "·".repeat(hidden.min(20)))
}

fn cut(value: &str) -> String {
    match value.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &value[..at]),
        None => value.to_owned(),
    }
}

/// The cells of a row that may be kept for the file of faulty rows.
pub(crate) fn kept(kind: &ImportKind, row: &SourceRow) -> BTreeMap<String, String> {
    let keep = |key: &str| kind.column(key).is_some_and(|column| !column.secret);
    row.cells.iter().filter(|(key, _)| keep(key)).map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// The option by which all faults of a row would go.
pub(crate) fn remedy(faults: &[Refusal]) -> Option<&Remedy> {
    let first = faults.first()?.remedy.as_ref()?;
    let all =
        faults.iter().all(|fault| fault.remedy.as_ref().is_some_and(|other| other.option == first.option));
    all.then_some(first)
}

/// What the importer is told, with one more option.
pub(crate) fn ticked(options: &str, option: Option<&str>) -> String {
    let Some(option) = option else { return options.to_owned() };
    let mut told: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(options).unwrap_or_default();
    told.insert(option.to_owned(), true.into());
    serde_json::to_string(&told).unwrap_or_else(|_| options.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ImportColumn;
    use proptest::prelude::*;
    use xingtan_i18n::Msg;
    use xingtan_jobs::JobKind;

    const KIND: ImportKind = ImportKind {
        name: "test.rows",
        job: JobKind::new("test.rows-import"),
        prefix: "test",
        columns: &[
            ImportColumn::required("name"),
            ImportColumn::optional("mobile").sensitive(),
            ImportColumn::optional("password").secret(),
        ],
        home: "/",
    };

    fn row(cells: &[(&str, &str)]) -> SourceRow {
        let cells = cells.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
        SourceRow { number: 2, cells, ..SourceRow::default() }
    }

    #[test]
    fn a_report_masks_what_is_sensitive_and_keeps_no_secret() {
        let row = row(&[("name", "林书岚"), ("mobile", "13800001234"), ("password", "geheim-und-lang")]);
        assert_eq!(shown(&KIND, &row, Some("name")), "林书岚");
        assert_eq!(shown(&KIND, &row, Some("mobile")), "·········34");
        assert_eq!(shown(&KIND, &row, Some("password")), "");
        assert_eq!(shown(&KIND, &row, None), "");
        assert_eq!(kept(&KIND, &row).keys().collect::<Vec<_>>(), ["mobile", "name"]);
    }

    #[test]
    fn an_option_mends_a_row_that_has_no_other_fault() {
        let position = || Refusal::at("position", Msg::new("x")).mended_by("make", "检验员");
        assert_eq!(remedy(&[position()]).map(|remedy| remedy.value.as_str()), Some("检验员"));
        assert_eq!(remedy(&[position(), Refusal::at("mail", Msg::new("y"))]), None);
        assert_eq!(remedy(&[]), None);
        assert_eq!(ticked("{\"transfer\":true}", Some("make")), "{\"make\":true,\"transfer\":true}");
        assert_eq!(ticked("", Some("make")), "{\"make\":true}");
        assert_eq!(ticked("{}", None), "{}");
    }

    proptest! {
        #[test]
        fn no_more_than_two_signs_of_a_sensitive_value_are_shown(value in "[0-9X]{0,40}") {
            let shown = shown(&KIND, &row(&[("mobile", &value)]), Some("mobile"));
            prop_assert!(shown.chars().filter(|c| *c != '·').count() <= 2);
        }
    }
}
