//! Templates: a sheet to fill in, a sheet that explains it, and a sheet with the values to choose from.

use super::{
    Heading, Sheet, Unwritable,
    xlsx::{Styles, clean, columns, head, workbook},
};
use rust_xlsxwriter::{DataValidation, Format, FormatAlign, Formula, Workbook};
use xingtan_clock::Timestamp;
use xingtan_i18n::Locale;

/// Rows of a template that are prepared for input.
const PREPARED: u32 = 5_000;

/// A column of a template with its explanation. All texts are already in the reader's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Instruction {
    /// The header, by which the import finds the column again.
    pub label: String,
    /// Whether each row needs it; the header is then marked with a star.
    pub required: bool,
    /// What to write, in one sentence.
    pub meaning: String,
    /// An example; it stands on the sheet of explanations only, so that it is never imported.
    pub example: String,
    /// The values to choose from; empty when anything may be written.
    pub choices: Vec<String>,
}

/// A workbook to fill in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The name of the sheet to fill in.
    pub name: String,
    /// The columns.
    pub columns: Vec<Instruction>,
    /// What else to know, a paragraph each.
    pub notes: Vec<String>,
    /// When it is made.
    pub made_at: Timestamp,
}

/// The bytes of a template workbook. Its cells are formatted as text, so that Excel changes no digits.
///
/// # Errors
/// When the workbook cannot be put together.
pub fn template_workbook(template: &Template, l: &Locale) -> Result<Vec<u8>, Unwritable> {
    let label = |i: &Instruction| if i.required { format!("{}*", i.label) } else { i.label.clone() };
    let headings = template.columns.iter().map(|i| Heading::new(label(i))).collect();
    let sheet = Sheet::new(&template.name, template.made_at, headings);
    let styles = Styles::new();
    let mut book = workbook(&sheet)?;
    fill_in(&mut book, template, &sheet, &styles, l)?;
    explain(&mut book, template, &styles, l)?;
    choose_from(&mut book, template, &styles, l)?;
    Ok(book.save_to_buffer()?)
}

fn fill_in(
    book: &mut Workbook,
    template: &Template,
    sheet: &Sheet,
    styles: &Styles,
    l: &Locale,
) -> Result<(), Unwritable> {
    let page = book.add_worksheet();
    page.set_name(&sheet.name)?;
    for column in 0..columns(sheet) {
        page.set_column_format(column, &styles.text)?;
    }
    let first = head(page, sheet, styles)?;
    for ((column, instruction), choice) in (0..).zip(&template.columns).zip(choice_columns(template)) {
        let Some(choice) = choice else { continue };
        let letter = column_letters(choice);
        let last = instruction.choices.len() + 1;
        let from = format!("='{}'!${letter}$2:${letter}${last}", choices_name(l).replace('\'', "''"));
        // A warning, not a refusal: values that the list lacks may exist by the time of the import.
        let validation = DataValidation::new()
            .allow_list_formula(Formula::new(from))
            .set_error_style(rust_xlsxwriter::DataValidationErrorStyle::Warning);
        page.add_data_validation(first, column, first + PREPARED, column, &validation)?;
    }
    Ok(())
}

fn explain(book: &mut Workbook, template: &Template, styles: &Styles, l: &Locale) -> Result<(), Unwritable> {
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_num_format("@");
    let page = book.add_worksheet();
    page.set_name(super::sheet_name(&l.t("documents-template-explanations")))?;
    let heads = [
        ("documents-template-column", 20),
        ("documents-template-needed", 10),
        ("documents-template-meaning", 60),
        ("documents-template-example", 28),
    ];
    for (column, (key, width)) in (0..).zip(heads) {
        page.set_column_width(column, width)?;
        page.write_string_with_format(0, column, l.t(key), &styles.header)?;
    }
    let mut row = 1;
    for i in &template.columns {
        let needed = l.t(if i.required { "documents-template-yes" } else { "documents-template-no" });
        for (column, text) in (0..).zip([&i.label, &needed, &i.meaning, &i.example]) {
            page.write_string_with_format(row, column, clean(text), &wrap)?;
        }
        row += 1;
    }
    for note in &template.notes {
        row += 1;
        page.merge_range(row, 0, row, 3, &clean(note), &wrap)?;
        page.set_row_height(row, 18.0 * (1.0 + note.chars().count() as f64 / 50.0).floor())?;
    }
    Ok(())
}

fn choose_from(
    book: &mut Workbook,
    template: &Template,
    styles: &Styles,
    l: &Locale,
) -> Result<(), Unwritable> {
    if template.columns.iter().all(|i| i.choices.is_empty()) {
        return Ok(());
    }
    let page = book.add_worksheet();
    page.set_name(choices_name(l))?;
    for (instruction, column) in template.columns.iter().zip(choice_columns(template)) {
        let Some(column) = column else { continue };
        page.set_column_width(column, 24)?;
        page.write_string_with_format(0, column, clean(&instruction.label), &styles.header)?;
        for (row, choice) in (1..).zip(&instruction.choices) {
            page.write_string_with_format(row, column, clean(choice), &styles.text)?;
        }
    }
    Ok(())
}

fn choices_name(l: &Locale) -> String {
    super::sheet_name(&l.t("documents-template-choices"))
}

/// For each column of the template its column on the sheet of choices, if it has choices.
fn choice_columns(template: &Template) -> Vec<Option<u16>> {
    let mut next = 0;
    let mut place = |i: &Instruction| {
        (!i.choices.is_empty()).then(|| {
            next += 1;
            next - 1
        })
    };
    template.columns.iter().map(&mut place).collect()
}

/// `0` is A, `26` is AA.
fn column_letters(column: u16) -> String {
    let mut letters = String::new();
    let mut left = u32::from(column) + 1;
    while left > 0 {
        letters.insert(0, char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_excels_letters() {
        assert_eq!([0, 25, 26, 701, 702].map(column_letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
