//! Issuing and withdrawing, within the caller's unit of work.

use super::{
    rules,
    store::{self, Certificate},
    template::store::{self as templates, Template},
};
use crate::{
    credit::store as credits,
    enrolment::store::{self as enrolments, Enrolment},
    events::{
        CERTIFICATE_ISSUED, CERTIFICATE_REVOKED, CertificateIssued, CertificateRevoked, CourseCompleted,
    },
    notification::{notices, to},
};
use xingtan_accounts::api as accounts;
use xingtan_audit::{Entry, Who};
use xingtan_catalog::api as catalog;
use xingtan_clock::{Timestamp, Uuid, Zone};
use xingtan_db::{Error, Result, Tx};
use xingtan_events::{Delivered, Event, Failure, Moment};

/// Who issues, when, and what a unit of work cannot make itself.
pub struct Hand<'a> {
    /// Who, for the trail; the program where a certificate comes with a completion.
    pub who: Who,
    /// Now.
    pub now: Timestamp,
    /// Makes ids.
    pub ids: &'a dyn Fn() -> Uuid,
}

/// The institution's zone.
fn zone(tx: &mut Tx<'_>) -> Result<Zone> {
    Ok(xingtan_settings::institution(tx)?.map(|(institution, _)| institution.zone).unwrap_or_default())
}

/// Issues a certificate for a completed enrolment, in the place of `replaces` if there was one. None where the
/// enrolment is not complete, or one holds already: twice is as good as once.
///
/// # Errors
/// Those of the database.
pub fn issue(
    tx: &mut Tx<'_>,
    hand: &Hand<'_>,
    template: &Template,
    enrolment: &Enrolment,
    replaces: Option<Uuid>,
) -> Result<Option<Certificate>> {
    let Some(completed_at) = enrolment.completed_at else { return Ok(None) };
    if store::holding(tx, enrolment.id, completed_at)?.is_some() {
        return Ok(None);
    }
    let person = accounts::person(tx, enrolment.person_id)?.ok_or(Error::NotFound)?;
    let version = catalog::version(tx, enrolment.version_id)?.ok_or(Error::NotFound)?;
    let course = catalog::course(tx, enrolment.course_id)?.ok_or(Error::NotFound)?;
    let booked = credits::of_enrolment(tx, enrolment.id)?;
    let zone = zone(tx)?;
    let year = i64::from(zone.date(hand.now).year());
    let place = store::next_place(tx, &template.prefix, year)?;
    let certificate = Certificate {
        id: (hand.ids)(),
        code: rules::code(xingtan_keys::random()),
        number: rules::number(&template.prefix, year, place),
        enrolment_id: enrolment.id,
        person_id: person.id,
        person_name: person.name,
        person_number: person.staff_number.unwrap_or(person.user_name),
        unit_name: person.unit_name,
        course_id: course.id,
        // The title under which it was studied.
        course_title: if version.title.is_empty() { course.title } else { version.title },
        credits: booked.iter().map(|it| it.credits).sum(),
        hours_seconds: booked.iter().map(|it| it.hours_seconds).sum(),
        completed_at,
        template_id: template.id,
        language: template.language.clone(),
        portrait: template.portrait,
        heading: template.heading.clone(),
        body: template.body.clone(),
        issuer: template.issuer.clone(),
        signer: template.signer.clone(),
        picture_file: template.picture_file,
        seal_file: template.seal_file,
        issued_at: hand.now,
        issued_by: hand.who.person,
        expires_at: rules::expires(hand.now, template.months, &zone),
        replaces,
        revoked_at: None,
        revoked_by: None,
        revoked_reason: None,
        pdf_file: None,
    };
    store::add(tx, &certificate)?;
    let entry = Entry::new((hand.ids)(), hand.now, "learning.certificate-issued", &hand.who)
        .on("certificate", certificate.id, certificate.number.clone())
        .within(&enrolment.unit_path);
    xingtan_audit::record(tx, &entry)?;
    let told = CertificateIssued { certificate: certificate.id, course: course.id, enrolment: enrolment.id };
    let event = Event::new((hand.ids)(), CERTIFICATE_ISSUED, 1, person.id, hand.now);
    xingtan_events::publish(tx, &event.with(&told)?)?;
    tell(tx, hand, notices::CERTIFICATE, &certificate)?;
    Ok(Some(certificate))
}

/// Withdraws a certificate; answers whether it held until now.
///
/// # Errors
/// Those of the database.
pub fn revoke(
    tx: &mut Tx<'_>,
    hand: &Hand<'_>,
    it: &Certificate,
    unit_path: &str,
    reason: &str,
) -> Result<bool> {
    let by = hand.who.person.unwrap_or(Uuid::nil());
    if !store::revoke(tx, it.id, by, reason, hand.now)? {
        return Ok(false);
    }
    let entry = Entry::new((hand.ids)(), hand.now, "learning.certificate-revoked", &hand.who)
        .on("certificate", it.id, it.number.clone())
        .detail(&serde_json::json!({ "reason": reason }))
        .within(unit_path);
    xingtan_audit::record(tx, &entry)?;
    let told = CertificateRevoked { certificate: it.id, course: it.course_id };
    let event = Event::new((hand.ids)(), CERTIFICATE_REVOKED, 1, it.person_id, hand.now);
    xingtan_events::publish(tx, &event.with(&told)?)?;
    Ok(true)
}

/// Tells the holder.
///
/// # Errors
/// Those of the database.
pub fn tell(
    tx: &mut Tx<'_>,
    hand: &Hand<'_>,
    kind: xingtan_notify::NoticeKind,
    it: &Certificate,
) -> Result<()> {
    if let Some(recipient) = to::recipients(tx, &[it.person_id])?.get(&it.person_id) {
        let notice = notices::notice((hand.ids)(), kind, recipient, hand.now)
            .with("title", &it.course_title)
            .with("number", &it.number)
            .link(format!("/certificates/{}", it.id));
        xingtan_notify::send(tx, &notice)?;
    }
    Ok(())
}

/// A course was completed: brings the certificate that it is to bring.
///
/// # Errors
/// Where the payload cannot be read, and those of the database.
pub fn completed(tx: &mut Tx<'_>, event: &Delivered, moment: &Moment) -> std::result::Result<(), Failure> {
    let told: CourseCompleted = event.read()?;
    let Some(template) = templates::of_course(tx, told.course)? else { return Ok(()) };
    let Some(enrolment) = enrolments::get(tx, told.enrolment)? else { return Ok(()) };
    // One that was withdrawn does not come again by itself.
    let Some(completed_at) = enrolment.completed_at else { return Ok(()) };
    if !store::ever(tx, enrolment.id, completed_at)? {
        let hand = Hand { who: Who::program(), now: moment.at, ids: &|| moment.id() };
        issue(tx, &hand, &template, &enrolment, None)?;
    }
    Ok(())
}
