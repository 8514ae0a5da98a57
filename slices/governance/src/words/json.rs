//! Sensitive words for programs.

use super::{
    MANAGE, READ,
    action::{self, ready},
    change::{self, readable},
    hit, trial,
};
use crate::saving::Deed;
use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_db::Tx;
use xingtan_i18n::Msg;
use xingtan_web::{
    App, Fault,
    json::{
        Answer, Asked as Query, By, Caller, Collection, Cursor, Limit, Post, Repeat, Words as Sought,
        collection, fields, sound,
    },
};
use xingtan_words::{
    in_force,
    store::{self, Category, ENTRY_SORTS, Entry, HIT_SORTS, Hit},
};

/// A listed word.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WordJson {
    /// Its id.
    pub id: Uuid,
    /// The word.
    pub word: String,
    /// Its category.
    pub category: Uuid,
    /// The name of that.
    pub category_name: String,
    /// What is done about it: `block`, `hold` or `mask`.
    pub action: String,
    /// Whether its category is looked for.
    pub active: bool,
    /// Whether its pinyin counts as the word too.
    pub pinyin: bool,
    /// A note; may be empty.
    pub note: String,
}

impl From<Entry> for WordJson {
    fn from(it: Entry) -> Self {
        WordJson {
            id: it.id,
            word: it.word,
            category: it.category_id,
            category_name: it.category,
            action: it.action,
            active: it.active,
            pinyin: it.pinyin,
            note: it.note,
        }
    }
}

/// Which words.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WordsQuery {
    /// Words that occur in them or their notes.
    #[param(value_type = Option<String>, max_length = 200)]
    q: Option<Sought>,
    /// Only those of this category.
    category: Option<Uuid>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Sensitive words
///
/// In the order in which they are compared.
#[utoipa::path(
    get, path = "/api/v1/words", tag = "governance", operation_id = "words",
    params(WordsQuery), security(("token" = ["words.read"])),
    responses((status = 200, description = "A page of them.", body = Collection<WordJson>))
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<WordsQuery>,
) -> Result<Json<Collection<WordJson>>, Fault> {
    caller.must(READ)?;
    let (q, category) = (asked.q.map(|it| it.0).unwrap_or_default(), asked.category);
    let some = |text: String| Some(text).filter(|it| !it.is_empty());
    let filters = [("q", some(q.clone())), ("category", category.map(|it| it.to_string()))];
    let list =
        collection("/api/v1/words", (ENTRY_SORTS, By::Text), &filters, asked.limit, asked.at.as_ref())?;
    let read = app.db().read(move |tx| list.page::<Entry>(tx, store::select_entries(&q, category)));
    Ok(Json(Collection::of(read.await?, WordJson::from)))
}

/// Words to be listed.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWordsJson {
    /// The category.
    category: Uuid,
    /// The words: at most 500, each of at most 40 characters.
    #[schema(min_items = 1, max_items = 500)]
    words: Vec<String>,
    /// Whether their pinyin counts too.
    pinyin: Option<bool>,
    /// A note.
    #[schema(max_length = 200)]
    note: Option<String>,
}

/// The words that were listed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ListedJson {
    /// Their ids, in the order of the words; what was there twice counts once.
    pub ids: Vec<Uuid>,
}

/// List words
///
/// All of them or, where one is listed already, none. They take effect at once. With `Idempotency-Key` the same post is
/// carried out once.
#[utoipa::path(
    post, path = "/api/v1/words", tag = "governance", operation_id = "list_words",
    request_body = NewWordsJson, security(("token" = ["words.manage"])),
    responses((status = 200, description = "They are listed.", body = ListedJson))
)]
pub async fn add(caller: Caller, Post { body, repeat }: Post<NewWordsJson>) -> Result<Response, Fault> {
    caller.must_whole(MANAGE)?;
    let mut form = fields([
        ("category", Some(body.category.to_string())),
        ("words", Some(body.words.join("\n"))),
        ("pinyin", body.pinyin.filter(|it| *it).map(|_| "yes".to_owned())),
        ("note", body.note),
    ]);
    let new = action::read(&mut form);
    sound(&form, str::to_owned)?;
    let new = new.ok_or_else(|| Fault::Bad(Msg::new("web-fault-form")))?;
    let deed = Deed::of(&caller);
    let unit = move |tx: &mut Tx<'_>| {
        Ok::<_, Fault>(Answer::done(ListedJson { ids: change::add(tx, &new, &deed).map_err(Fault::from)? }))
    };
    let answer = repeat.once(&caller, None, unit).await?;
    ready(&caller).await;
    Ok(answer)
}

/// Take a word off the list
///
/// It takes effect at once.
#[utoipa::path(
    delete, path = "/api/v1/words/{id}", tag = "governance", operation_id = "unlist_word",
    params(("id" = Uuid, Path, description = "The word.")),
    security(("token" = ["words.manage"])),
    responses((status = 200, description = "It is not listed any more.", body = GoneJson))
)]
pub async fn remove(caller: Caller, Path(id): Path<Uuid>, repeat: Repeat) -> Result<Response, Fault> {
    caller.must_whole(MANAGE)?;
    let deed = Deed::of(&caller);
    let unit = move |tx: &mut Tx<'_>| {
        change::remove(tx, id, &deed).map_err(Fault::from)?;
        Ok::<_, Fault>(Answer::done(GoneJson { id }))
    };
    let answer = repeat.once(&caller, None, unit).await?;
    ready(&caller).await;
    Ok(answer)
}

/// What was taken away.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct GoneJson {
    /// Its id.
    pub id: Uuid,
}

/// A category of sensitive words.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WordsCategoryJson {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What is done about its words: `block`, `hold` or `mask`.
    pub action: String,
    /// Whether its words are looked for.
    pub active: bool,
    /// How many words it holds.
    pub words: i64,
}

impl From<Category> for WordsCategoryJson {
    fn from(it: Category) -> Self {
        let Category { id, name, action, active, entries: words, .. } = it;
        WordsCategoryJson { id, name, action, active, words }
    }
}

/// Categories of sensitive words
#[utoipa::path(
    get, path = "/api/v1/words/categories", tag = "governance", operation_id = "words_categories",
    security(("token" = ["words.read"])),
    responses((status = 200, description = "All of them, by name.", body = Vec<WordsCategoryJson>))
)]
pub async fn categories(
    State(app): State<App>,
    caller: Caller,
) -> Result<Json<Vec<WordsCategoryJson>>, Fault> {
    caller.must(READ)?;
    let all = app.db().read(store::categories).await?;
    Ok(Json(all.into_iter().map(WordsCategoryJson::from).collect()))
}

/// A text to be tried.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrialJson {
    /// The text.
    #[schema(min_length = 1, max_length = 20_000)]
    text: String,
}

/// A word in a text that was tried.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TriedWordJson {
    /// Where it begins, in characters from 1.
    pub at: usize,
    /// What stands there.
    pub found: String,
    /// The word as it is listed.
    pub word: String,
    /// Its category.
    pub category: String,
    /// `block`, `hold` or `mask`.
    pub action: String,
}

/// What a text is judged to be.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TriedJson {
    /// `clean`, `mask`, `hold` or `block`.
    pub outcome: String,
    /// The text with all words masked: as long as it was.
    pub masked: String,
    /// The words.
    pub words: Vec<TriedWordJson>,
}

/// Try a text
///
/// What would be found in it, and what would follow. Nothing is kept.
#[utoipa::path(
    post, path = "/api/v1/words/trial", tag = "governance", operation_id = "try_words",
    request_body = TrialJson, security(("token" = ["words.read"])),
    responses((status = 200, description = "What it is judged to be.", body = TriedJson))
)]
pub async fn try_text(
    State(app): State<App>,
    caller: Caller,
    Post { body, .. }: Post<TrialJson>,
) -> Result<Json<TriedJson>, Fault> {
    caller.must(READ)?;
    let mut form = fields([("text", Some(body.text))]);
    let text = form.text("text", trial::TEXT);
    sound(&form, str::to_owned)?;
    let found = trial::tried(&*app.db().read(in_force).await?, &text, str::to_owned);
    let word = |it: trial::Line| TriedWordJson {
        at: it.at,
        found: it.found,
        word: it.word,
        category: it.category,
        action: it.action.to_owned(),
    };
    Ok(Json(TriedJson {
        outcome: found.outcome.to_owned(),
        masked: found.masked,
        words: found.lines.into_iter().map(word).collect(),
    }))
}

/// A sensitive word that was found in somebody's text.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WordsHitJson {
    /// Its id.
    pub id: Uuid,
    /// Where: `course`, `name`, `need`, `remark`, `comment`, `post` or `chat`.
    pub place: String,
    /// What the text belongs to, such as a course.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Uuid>,
    /// The author.
    pub person: Uuid,
    /// The author's name.
    pub name: String,
    /// The word as it was listed.
    pub word: String,
    /// Its category.
    pub category: String,
    /// What was done: `block`, `hold` or `mask`.
    pub action: String,
    /// The text around it, masked.
    pub excerpt: String,
    /// How often it was met.
    pub times: i64,
    /// When it was met last, UTC.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// `none`, `asked`, `upheld` or `excepted`.
    pub appeal: String,
    /// Why its author says that it is wrong; may be empty.
    pub reason: String,
    /// What was answered; may be empty.
    pub answer: String,
}

impl From<Hit> for WordsHitJson {
    fn from(it: Hit) -> Self {
        WordsHitJson {
            id: it.id,
            place: it.place,
            subject: it.subject_id,
            person: it.person_id,
            name: it.person_name,
            word: it.word,
            category: it.category,
            action: it.action,
            excerpt: it.excerpt,
            times: it.times,
            at: it.at,
            appeal: it.appeal,
            reason: it.reason,
            answer: it.answer,
        }
    }
}

/// Which hits.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WordsHitsQuery {
    /// Only those in one's own texts.
    own: Option<bool>,
    /// Only those whose appeal stands so: `none`, `asked`, `upheld`, `excepted`.
    #[param(inline)]
    appeal: Option<AppealJson>,
    /// Where the page begins: out of `next`.
    #[param(value_type = Option<String>)]
    at: Option<Cursor>,
    /// How many items a page holds; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Where an appeal stands.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum AppealJson {
    /// Nobody says that it is wrong.
    None,
    /// It waits.
    Asked,
    /// It was found rightly.
    Upheld,
    /// It was found wrongly: there is an exception now.
    Excepted,
}

impl AppealJson {
    const fn code(self) -> &'static str {
        match self {
            AppealJson::None => "none",
            AppealJson::Asked => "asked",
            AppealJson::Upheld => "upheld",
            AppealJson::Excepted => "excepted",
        }
    }
}

/// Sensitive words that were found
///
/// Those of one's units where one may read them; else, and with `own`, those in one's own texts.
#[utoipa::path(
    get, path = "/api/v1/words/hits", tag = "governance", operation_id = "words_hits",
    params(WordsHitsQuery), security(("token" = [])),
    responses((status = 200, description = "A page of them.", body = Collection<WordsHitJson>))
)]
pub async fn hits(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<WordsHitsQuery>,
) -> Result<Json<Collection<WordsHitJson>>, Fault> {
    let own = asked.own.unwrap_or_default() || !caller.actor.may(READ);
    let appeal = asked.appeal.map_or("", AppealJson::code);
    let filters = [
        ("own", own.then(|| "true".to_owned())),
        ("appeal", Some(appeal.to_owned()).filter(|it| !it.is_empty())),
    ];
    let list =
        collection("/api/v1/words/hits", (HIT_SORTS, By::Moment), &filters, asked.limit, asked.at.as_ref())?;
    let (person, scope) = (caller.actor.person, caller.actor.scope(READ));
    let comments = caller.actor.may_whole(MANAGE);
    let read = app.db().read(move |tx| {
        let select = if own {
            store::select_own(person, "", appeal)
        } else {
            store::select_hits(&scope, "", ("", "", appeal), comments)
        };
        list.page::<Hit>(tx, select)
    });
    Ok(Json(Collection::of(read.await?, WordsHitJson::from)))
}

/// A sensitive word that was found
#[utoipa::path(
    get, path = "/api/v1/words/hits/{id}", tag = "governance", operation_id = "one_words_hit",
    params(("id" = Uuid, Path, description = "The hit.")), security(("token" = [])),
    responses((status = 200, description = "The hit.", body = WordsHitJson))
)]
pub async fn one(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<WordsHitJson>, Fault> {
    let actor = caller.actor.clone();
    let read =
        app.db().read(move |tx| store::hit(tx, id)?.filter(|it| readable(it, &actor)).ok_or(Fault::NotFound));
    Ok(Json(read.await?.into()))
}

/// Why a hit is wrong.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HitAppealJson {
    /// Why.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Say that a hit in one's own text is wrong
///
/// With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/words/hits/{id}/appeal", tag = "governance", operation_id = "appeal_words_hit",
    params(("id" = Uuid, Path, description = "The hit.")), request_body = HitAppealJson,
    security(("token" = [])),
    responses((status = 200, description = "The centre looks at it.", body = WordsHitJson))
)]
pub async fn appeal(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<HitAppealJson>,
) -> Result<Response, Fault> {
    let mut form = fields([("reason", Some(body.reason))]);
    let reason = form.text("reason", hit::REASON);
    sound(&form, str::to_owned)?;
    let (actor, deed) = (caller.actor.clone(), Deed::of(&caller));
    let unit = move |tx: &mut Tx<'_>| {
        change::appeal(tx, id, &reason, &actor, &deed).map_err(Fault::from)?;
        Ok::<_, Fault>(Answer::done(WordsHitJson::from(store::hit(tx, id)?.ok_or(Fault::NotFound)?)))
    };
    repeat.once(&caller, None, unit).await
}

/// What the centre says to an appeal.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HitDecisionJson {
    /// `uphold`: it was found rightly; `except`: the word is innocent in the phrase from now on.
    verdict: String,
    /// With `except`: the phrase, which holds the word and more.
    #[schema(max_length = 200)]
    phrase: Option<String>,
    /// What the author is told; with `uphold` it must be said.
    #[schema(max_length = 500)]
    answer: Option<String>,
}

/// Decide over an appeal about a hit
///
/// With `Idempotency-Key` the same post is carried out once.
#[utoipa::path(
    post, path = "/api/v1/words/hits/{id}/decision", tag = "governance", operation_id = "decide_words_hit",
    params(("id" = Uuid, Path, description = "The hit.")), request_body = HitDecisionJson,
    security(("token" = ["words.manage"])),
    responses((status = 200, description = "It is decided.", body = WordsHitJson))
)]
pub async fn decide(
    caller: Caller,
    Path(id): Path<Uuid>,
    Post { body, repeat }: Post<HitDecisionJson>,
) -> Result<Response, Fault> {
    caller.must_whole(MANAGE)?;
    let mut form =
        fields([("verdict", Some(body.verdict)), ("phrase", body.phrase), ("answer", body.answer)]);
    let said = hit::read(&mut form);
    sound(&form, str::to_owned)?;
    let (verdict, answer) = said.ok_or_else(|| Fault::Bad(Msg::new("web-fault-form")))?;
    let (actor, deed) = (caller.actor.clone(), Deed::of(&caller));
    let unit = move |tx: &mut Tx<'_>| {
        change::decide(tx, id, (&verdict, &answer), &actor, &deed).map_err(Fault::from)?;
        Ok::<_, Fault>(Answer::done(WordsHitJson::from(store::hit(tx, id)?.ok_or(Fault::NotFound)?)))
    };
    let answer = repeat.once(&caller, None, unit).await?;
    ready(&caller).await;
    Ok(answer)
}
