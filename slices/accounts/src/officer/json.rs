//! Requests about the three administrators, made by programs. They are agreed to on the page `/officers`.

use super::{
    Asked,
    action::{Asking, IDS, asked_for},
};
use crate::{
    json::refused,
    people::saving::prepare,
    person::{Prepared, store::Person},
};
use serde::Serialize;
use utoipa::ToSchema;
use xingtan_approvals::ActIds;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{Fault, SignedIn, json::Answer};

/// What was asked for instead of done, because it is about one of the three administrators.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AskedJson {
    /// The request.
    pub request: Uuid,
    /// The page on which another of the three agrees or refuses.
    #[schema(format = "uri-reference")]
    pub page: String,
}

/// What became of an act that may need the consent of another of the three.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Told<T> {
    /// It was done.
    Done(T),
    /// It was asked for.
    Asked(AskedJson),
}

impl<T> Told<T> {
    /// The answer of an act that was done.
    pub fn done(body: T) -> Answer<Told<T>> {
        Answer::done(Told::Done(body))
    }
}

/// What a request takes, drawn before the unit of work.
#[derive(Clone, Debug)]
pub struct Ready {
    id: Uuid,
    ids: ActIds,
    act: Prepared,
    reason: String,
}

impl Ready {
    /// Draws it; the reason is asked for only where there is a request.
    pub fn draw(who: &SignedIn, reason: &str) -> Ready {
        let (id, ids) = (who.app.id(), ActIds::draw(who.app.ids()));
        Ready { id, ids, act: prepare(who, IDS), reason: reason.to_owned() }
    }

    /// Hands the request in; none where it was carried out at once, which only giving a vacant office is.
    ///
    /// # Errors
    /// As the form; [`Fault::Invalid`] without a reason.
    pub fn ask<T>(
        &self,
        tx: &mut Tx<'_>,
        who: &SignedIn,
        whom: &Person,
        asked: &Asked,
    ) -> Result<Option<Answer<Told<T>>>, Fault> {
        if self.reason.is_empty() {
            return Err(Fault::Invalid(vec![("reason".to_owned(), Msg::new("accounts-officer-why"))]));
        }
        let asking = Asking { id: self.id, ids: self.ids, whom, asked, reason: &self.reason };
        let waits = asked_for(tx, who, &self.act, &asking).map_err(refused)?;
        let page = format!("/officers/{}", self.id);
        Ok(waits.then(|| Answer::asked(Told::Asked(AskedJson { request: self.id, page }))))
    }
}
