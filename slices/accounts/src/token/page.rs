//! `/account/tokens`: one's own tokens.

use super::{NewToken, Scope, make as make_token, rules, store};
use crate::{
    credential::store as credentials,
    notices,
    people::saving::{Saved, Stop, prepare, save, shown},
    session::ask_proof,
};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use xingtan_clock::{Span, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::{Locale, Msg};
use xingtan_keys::Token;
use xingtan_web::{Fault, Form, Page, SignedIn, Text};

const HERE: &str = "/account/tokens";

/// More good tokens than these one person does not need.
const MOST: i64 = 20;

/// Days for which a token may be made; 0 is without end.
const DAYS: [i64; 4] = [30, 90, 365, 0];

struct Line {
    id: Uuid,
    name: String,
    scopes: Vec<String>,
    created: String,
    expires: String,
    used: String,
    state: &'static str,
}

struct Fresh {
    key: String,
    secret: String,
}

#[derive(Template)]
#[template(path = "token/list.html")]
struct ListPage {
    page: Page,
    f: Form,
    lines: Vec<Line>,
    scopes: Vec<(String, String)>,
    days: Vec<(String, String)>,
    fresh: Option<Fresh>,
}

/// GET.
pub async fn list(who: SignedIn) -> Result<Response, Fault> {
    let form = Form::fresh(who.app.id()).with("days", 90);
    show(&who, form, None).await
}

async fn show(who: &SignedIn, form: Form, fresh: Option<Fresh>) -> Result<Response, Fault> {
    let (person, now, l) = (who.actor.person, who.now, &who.l);
    let tokens = who.app.db().read(move |tx| store::of(tx, person)).await?;
    let moment =
        |at: Option<xingtan_clock::Timestamp>, none: &str| at.map_or_else(|| l.t(none), |at| l.date_time(at));
    let lines = tokens.into_iter().map(|token| Line {
        id: token.id,
        scopes: rules::scopes(&token.scopes),
        created: l.date_time(token.created_at),
        expires: moment(token.expires_at, "accounts-tokens-endless"),
        used: moment(token.last_used_at, "accounts-tokens-unused"),
        state: match (token.revoked_at, token.expires_at) {
            (Some(_), _) => "revoked",
            (None, Some(at)) if at <= now => "expired",
            _ => "good",
        },
        name: token.name,
    });
    let mut scopes = vec![(Scope::ALL.to_owned(), l.t("accounts-tokens-scope-all"))];
    scopes.extend(
        rules::families(&who.actor).into_iter().map(|family| (family.to_owned(), family_name(l, family))),
    );
    let days = DAYS.map(|days| {
        let words = if days == 0 {
            l.t("accounts-tokens-endless")
        } else {
            l.t1("accounts-tokens-days", "days", days)
        };
        (days.to_string(), words)
    });
    let page = ListPage {
        page: Page::new(who, l.t("accounts-tokens-title")).crumb("/account", l.t("accounts-account-title")),
        lines: lines.collect(),
        scopes,
        days: days.to_vec(),
        fresh,
        f: form.clone().in_language(l),
    };
    shown(&form, &page)
}

/// What a family of permissions is about: `may-people` of the slice that has it, and its name in the interface.
fn family_name(l: &Locale, family: &str) -> String {
    let key = format!("may-{family}");
    if l.has(&key) {
        l.t2("accounts-tokens-family", "what", l.t(&key), "name", family)
    } else {
        family.to_owned()
    }
}

/// POST: makes a token; its secret is on the answer and nowhere else.
pub async fn make(who: SignedIn, mut form: Form) -> Result<Response, Fault> {
    if let Some(ask) = ask_proof(&who, HERE) {
        return Ok(ask);
    }
    let name = form.text("name", Text::required(80));
    let days = form.int("days", 0..=365);
    if !DAYS.contains(&days) {
        form.refuse("days", Msg::new("web-form-choice"));
    }
    let offered = rules::families(&who.actor);
    let asked: Vec<String> = form.values("scope").to_vec();
    let fits = |scope: &String| scope == Scope::ALL || offered.contains(scope.as_str());
    let scopes: Vec<Scope> = asked
        .iter()
        .filter(|scope| fits(scope))
        .filter_map(|s| Scope::read(s, &who.actor.permissions).ok())
        .collect();
    if scopes.is_empty() || scopes.len() != asked.len() {
        form.refuse("scope", Msg::new("accounts-tokens-scope-none"));
    }
    if !form.ok() {
        return show(&who, form, None).await;
    }
    let new = NewToken {
        id: who.app.id(),
        person: who.actor.person,
        name,
        scopes,
        expires_at: (days > 0).then(|| who.now + Span::of_days(days)),
        secret: Token::new(),
    };
    let fresh = Fresh { key: new.id.to_string(), secret: new.secret.reveal().to_owned() };
    let (prepared, settings) = (prepare(&who, 2), who.app.settings().clone());
    let unit = move |tx: &mut Tx<'_>| {
        let deed = prepared.begin();
        if store::count(tx, new.person, deed.now())? >= MOST {
            return Err(Stop::Field("", Msg::new("accounts-tokens-most").with("most", MOST)));
        }
        make_token(tx, &deed, &new)?;
        let known = credentials::of(tx, new.person)?.ok_or(Fault::NotFound)?;
        notices::to(tx, &deed, &known, notices::TOKEN_MADE, &settings, |notice| {
            notice.with("name", new.name.as_str()).link(HERE)
        })?;
        Ok(())
    };
    match save(&who, &mut form, HERE, unit).await? {
        Saved::Done(()) => show(&who, Form::fresh(who.app.id()).with("days", 90), Some(fresh)).await,
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        Saved::Wrong => show(&who, form, None).await,
    }
}

/// POST `/account/tokens/ID/revoke`.
pub async fn revoke(who: SignedIn, Path(id): Path<Uuid>, mut form: Form) -> Result<Response, Fault> {
    let prepared = prepare(&who, 1);
    let (person, path) = (who.actor.person, who.actor.unit_path.clone());
    let unit = move |tx: &mut Tx<'_>| {
        let deed = prepared.begin();
        let name = store::revoke(tx, person, id, deed.now())?.ok_or(Fault::NotFound)?;
        let entry = deed.entry("accounts.token-revoked")?.on("token", id, name).within(path.as_str());
        xingtan_audit::record(tx, &entry)?;
        Ok(())
    };
    match save(&who, &mut form, HERE, unit).await? {
        Saved::Before(to) => Ok(Redirect::to(&to).into_response()),
        _ => Ok(who.go(HERE, "pine", &Msg::new("accounts-tokens-revoked"))),
    }
}
