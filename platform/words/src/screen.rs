//! Fields of forms, judged before the unit of work that keeps them.

use crate::{Action, Found, Judgement, Place, Said, in_force, note};
use xingtan_clock::Uuid;
use xingtan_i18n::Msg;
use xingtan_web::{Fault, Form, SignedIn};

/// What is said beside a field that holds a word.
pub fn refusal(found: &Found, text: &str) -> Msg {
    Msg::new("words-refused")
        .with("word", text.get(found.from..found.to).unwrap_or(&found.listed.word).to_owned())
        .with("category", found.listed.category_name.clone())
}

/// Judges names. A name with signs in it, or one that waits for somebody, is nobody's name: whatever is found, the field
/// is refused, and the hit is noted so that its author may say that it is wrong. Each field with the name that was there
/// before: one that stays is not judged, so that a word that is listed later keeps nobody from mending the rest.
///
/// # Errors
/// Those of the database.
pub async fn screen_names(who: &SignedIn, form: &mut Form, fields: &[(&str, &str)]) -> Result<(), Fault> {
    let changed = fields.iter().filter(|(field, before)| form.value(field).trim() != *before);
    let changed: Vec<&str> = changed.map(|(field, _)| *field).collect();
    for (field, text, judged) in judged(who, form, &changed).await? {
        keep(who, Place::Name, None, &text, &judged).await?;
        if let Some(found) = judged.heaviest() {
            form.refuse(&field, refusal(found, &text));
        }
    }
    Ok(())
}

/// The same for what a program sends: each field with its name and the one that was there before.
///
/// # Errors
/// [`Fault::Invalid`] with the field, where something is found; those of the database.
pub async fn check_names(who: &SignedIn, fields: &[(&str, &str, &str)]) -> Result<(), Fault> {
    let mut form =
        Form::of_pairs(fields.iter().map(|(field, name, _)| ((*field).to_owned(), (*name).to_owned())));
    let names: Vec<(&str, &str)> = fields.iter().map(|(field, _, before)| (*field, *before)).collect();
    screen_names(who, &mut form, &names).await?;
    xingtan_web::json::sound(&form, str::to_owned)
}

/// Judges free texts that others see: what is blocked refuses the field; what is masked is replaced in the form, so this
/// comes before the form is read; what is held is taken and noted, because somebody reads such texts anyway.
///
/// # Errors
/// Those of the database.
pub async fn screen_texts(
    who: &SignedIn,
    form: &mut Form,
    place: Place,
    fields: &[&str],
) -> Result<(), Fault> {
    for (field, text, judged) in judged(who, form, fields).await? {
        keep(who, place, None, &text, &judged).await?;
        match &judged {
            Judgement::Clean => {}
            Judgement::Blocked { .. } => {
                if let Some(found) = judged.heaviest() {
                    form.refuse(&field, refusal(found, &text));
                }
            }
            Judgement::Masked { text, .. } | Judgement::Held { text, .. } => {
                form.put(&field, text);
            }
        }
    }
    Ok(())
}

/// Judges texts that everybody reads at once, as comments are: nobody stands between them and their readers, so what is
/// to be held is refused like what is blocked.
///
/// # Errors
/// Those of the database.
pub async fn screen_open_texts(
    who: &SignedIn,
    form: &mut Form,
    place: Place,
    fields: &[&str],
) -> Result<(), Fault> {
    for (field, text, judged) in judged(who, form, fields).await? {
        keep(who, place, None, &text, &judged).await?;
        match (&judged, judged.heaviest()) {
            (Judgement::Masked { text, .. }, _) => form.put(&field, text),
            (Judgement::Blocked { .. } | Judgement::Held { .. }, Some(found)) => {
                form.refuse(&field, refusal(found, &text));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The fields in which something was found. One statement where nothing was.
async fn judged(
    who: &SignedIn,
    form: &Form,
    fields: &[&str],
) -> Result<Vec<(String, String, Judgement)>, Fault> {
    let given: Vec<(String, String)> = fields
        .iter()
        .map(|field| ((*field).to_owned(), form.value(field).to_owned()))
        .filter(|(_, text)| !text.trim().is_empty())
        .collect();
    if given.is_empty() {
        return Ok(Vec::new());
    }
    let lists = who.app.db().read(in_force).await?;
    let judged = given.into_iter().map(|(field, text)| {
        let judged = lists.judge(&text);
        (field, text, judged)
    });
    Ok(judged.filter(|(_, _, judged)| judged.action() >= Some(Action::Mask)).collect())
}

async fn keep(
    who: &SignedIn,
    place: Place,
    subject: Option<Uuid>,
    text: &str,
    judged: &Judgement,
) -> Result<(), Fault> {
    let (actor, ids, now) = (who.actor.clone(), who.app.ids().clone(), who.now);
    let (text, judged) = (text.to_owned(), judged.clone());
    let unit = move |tx: &mut xingtan_db::Tx<'_>| {
        let (person, name, unit_path) = (actor.person, actor.name.as_str(), actor.unit_path.as_str());
        note(tx, &text, &judged, &Said { place, subject, person, name, unit_path }, &ids, now)
    };
    Ok(who.app.db().write(unit).await?)
}
