//! Taking an account out of use and back by a program.

use super::{PersonJson, may_try, now_is};
use crate::{
    json::{fits, refused, renamed},
    officer::{
        self,
        json::{AskedJson, Ready, Told},
    },
    people::saving::prepare,
    person::{
        END, STATE,
        change::{Reason, STATE_IDS},
        rules::Act,
        seats,
        state::{asked, carried_out, cites, read},
        store,
    },
};
use axum::{extract::Path, response::Response};
use serde::Deserialize;
use utoipa::ToSchema;
use xingtan_auth::Permission;
use xingtan_clock::Uuid;
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{
    Fault, Form,
    json::{Caller, Post},
};

/// What may be done to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ActJson {
    /// Out of use until a day, after which it restores itself.
    Suspend,
    /// Out of use.
    Freeze,
    /// The person leaves: frozen at once, roles end, the seat is free.
    Leave,
    /// Back to use; a person who had left comes back.
    Restore,
    /// Taken away; reopened only on application to the centre.
    Revoke,
    /// Closed for good.
    Close,
    /// A lock after too many failures ends before its time.
    Unlock,
}

impl ActJson {
    const fn code(self) -> &'static str {
        match self {
            ActJson::Suspend => "suspend",
            ActJson::Freeze => "freeze",
            ActJson::Leave => "leave",
            ActJson::Restore => "restore",
            ActJson::Revoke => "revoke",
            ActJson::Close => "close",
            ActJson::Unlock => "unlock",
        }
    }

    /// What one of is needed; which one of two depends on the account.
    const fn needed(self) -> &'static [Permission] {
        match self {
            ActJson::Suspend | ActJson::Freeze | ActJson::Leave | ActJson::Unlock => &[STATE],
            ActJson::Revoke | ActJson::Close => &[END],
            ActJson::Restore => &[STATE, END],
        }
    }
}

/// An article of a regulation.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticleJson {
    /// Title of the regulation.
    #[schema(min_length = 1, max_length = 80)]
    regulation: String,
    /// Its version.
    #[schema(minimum = 1, maximum = 9999)]
    version: i64,
    /// The article's number.
    #[schema(min_length = 1, max_length = 40)]
    number: String,
}

/// What is to be done to an account, and why. What takes access away (`suspend`, `freeze`, `leave`, `revoke`, `close`)
/// names an article, or says in `uncited` why there is none.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeStateJson {
    /// What is to be done.
    act: ActJson,
    /// The last day of a suspension, in the institution's zone; at most a year ahead.
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<String>,
    /// Why; the person is told.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
    /// The article on which it rests.
    article: Option<ArticleJson>,
    /// Why there is no article.
    #[schema(max_length = 200)]
    uncited: Option<String>,
}

/// Names of the form's fields and of the body's.
const NAMES: &[(&str, &str)] = &[
    ("do", "act"),
    ("basis", "article"),
    ("regulation", "article.regulation"),
    ("version", "article.version"),
    ("article", "article.number"),
    ("because", "uncited"),
];

impl ChangeStateJson {
    /// By the rules of the page's form.
    fn read(&self, caller: &Caller) -> Result<(Option<Act>, Reason), Fault> {
        let mut form = Form::default()
            .with("do", self.act.code())
            .with("until", self.until.as_deref().unwrap_or_default())
            .with("reason", &self.reason)
            .with("because", self.uncited.as_deref().unwrap_or_default());
        if let Some(article) = &self.article {
            form = form
                .with("basis", "article")
                .with("regulation", &article.regulation)
                .with("version", article.version)
                .with("article", &article.number);
        } else if self.uncited.is_some() {
            form = form.with("basis", "none");
        }
        let read = read(&mut form, caller);
        let idle = || Msg::new("accounts-api-not-here");
        let cites = cites(self.act.code());
        if self.until.is_some() && self.act != ActJson::Suspend {
            form.refuse("until", idle());
        }
        if self.article.is_some() && !cites {
            form.refuse("basis", idle());
        }
        if self.uncited.is_some() && (!cites || self.article.is_some()) {
            form.refuse("because", idle());
        }
        fits(&form, NAMES)?;
        Ok(read)
    }
}

/// Change the state of an account
///
/// Suspends, freezes, unlocks, revokes, closes, restores, or lets the person leave, with reason and article. About one
/// of the three administrators it becomes a request (202).
#[utoipa::path(
    post, path = "/api/v1/people/{id}/state", tag = "people", operation_id = "change_state",
    params(("id" = Uuid, Path, description = "The person.")), request_body = ChangeStateJson,
    security(("token" = ["people.state"]), ("token" = ["people.end"])),
    responses((status = 200, description = "The person as changed.", body = PersonJson),
              (status = 202, description = "Another of the three has to agree.", body = AskedJson))
)]
pub async fn change(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<ChangeStateJson>,
) -> Result<Response, Fault> {
    may_try(&caller, body.act.needed())?;
    let (act, reason) = body.read(&caller)?;
    let needed = body.act.needed();
    let ready = Ready::draw(&caller, &reason.text);
    let (signed, prepared) = (caller.clone(), prepare(&caller, STATE_IDS));
    let unit = move |tx: &mut Tx<'_>| {
        if officer::asks_for(tx, &signed, id)? {
            let person = store::person(tx, id)?.ok_or(Fault::NotFound)?;
            let asked = asked(act, reason.citing.clone())?;
            if let Some(answer) = ready.ask(tx, &signed, &person, &asked)? {
                return Ok(answer);
            }
        }
        if !needed.iter().any(|it| signed.actor.may(*it)) {
            return Err(Fault::forbidden());
        }
        let done = carried_out(tx, &signed, &prepared, id, act, &reason);
        done.map_err(|stop| renamed(refused(stop), NAMES))?;
        Ok(Told::done(now_is(tx, id, signed.now)?))
    };
    repeat.once(&caller, Some(seats::QUEUE), unit).await
}
