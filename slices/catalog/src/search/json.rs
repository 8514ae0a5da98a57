//! Search for programs.

use super::{
    Finders,
    ask::{self, Asked as Question},
    rules::Place,
};
use crate::course::json::LevelJson;
use axum::{Extension, Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use xingtan_clock::{Timestamp, Uuid};
use xingtan_search::rank::marked;
use xingtan_web::{
    App, Fault,
    json::{Asked, Caller, Collection, Limit, Words},
};

/// Characters of a passage.
const PASSAGE: usize = 140;

/// A run of a text.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RunJson {
    /// Whether it is what was asked for.
    pub mark: bool,
    /// The words.
    pub text: String,
}

fn runs(shown: xingtan_search::rank::Shown) -> Vec<RunJson> {
    shown.into_iter().map(|(mark, text)| RunJson { mark, text }).collect()
}

/// Something that was found.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FoundJson {
    /// `catalog-course`, `catalog-lesson`, `library-item`, or a kind of a later version.
    pub kind: String,
    /// Its id: of a course, the key of a lesson, of an item.
    pub id: Uuid,
    /// What it stands in: the course; an item of the library stands in itself.
    pub subject: Uuid,
    /// `course`, `page`, `pdf`, `video`, `library` and the like.
    pub form: String,
    /// Whether it is not published, or not shared: then only those who write or judge it find it.
    pub draft: bool,
    /// Its title.
    pub title: Vec<RunJson>,
    /// The title of what it stands in.
    pub above: String,
    /// The heading under which the passage stands.
    pub heading: String,
    /// The best passage.
    pub passage: Vec<RunJson>,
    /// The page of a document, from 1.
    pub page: Option<i64>,
    /// The moment of a film, in milliseconds.
    pub moment: Option<i64>,
    /// Where a browser finds it, below the platform's address.
    pub href: String,
}

/// What is asked.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// Words in Chinese or English.
    #[param(value_type = String, max_length = 200)]
    q: Words,
    /// Only of this kind: `course`, `text`, `document`, `film`, `quiz`, `library`, or a kind of a later
    /// version.
    #[param(value_type = Option<String>, max_length = 200)]
    kind: Option<Words>,
    /// Only of this category and those below it.
    category: Option<Uuid>,
    /// Only of this level.
    #[param(inline)]
    level: Option<LevelJson>,
    /// How many things at most; 50 unless given.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Search
///
/// Courses, lessons, the words of their documents and subtitles, items of the library, best first: what the token's
/// person may see. Of more than some hundred passages the newest are looked at. Words that mean the same (`/api/v1/synonyms`) are searched for
/// as well.
#[utoipa::path(
    get, path = "/api/v1/search", tag = "courses", operation_id = "search", params(SearchQuery),
    security(("token" = [])),
    responses((status = 200, description = "What was found.", body = Collection<FoundJson>))
)]
pub async fn search(
    State(app): State<App>,
    caller: Caller,
    Extension(finders): Extension<Finders>,
    Asked(asked): Asked<SearchQuery>,
) -> Result<Json<Collection<FoundJson>>, Fault> {
    let form = asked.kind.map(|it| it.0).unwrap_or_default();
    if !form.is_empty() && finders.forms().iter().all(|it| it.key != form) {
        return Err(crate::json::choice("kind"));
    }
    let question = Question {
        text: asked.q.0,
        form,
        category: asked.category,
        level: asked.level.map(|it| it.code().to_owned()).unwrap_or_default(),
        ..Question::default()
    };
    let (actor, now): (_, Timestamp) = (caller.actor().clone(), caller.now);
    let given =
        app.db().read(move |tx| Ok::<_, Fault>(ask::answer(tx, finders, &actor, &question, now)?)).await?;
    let most = asked.limit.map_or(50, |it| it.0) as usize;
    let items = given.answer.hits.iter().take(most).map(|hit| {
        let it = &hit.best;
        let place = Place::of(&it.place);
        let leads = finders.of(&it.kind).map(|own| (own.leads)(it, given.entered.contains(&it.subject)));
        FoundJson {
            kind: it.kind.clone(),
            id: it.id,
            subject: it.subject,
            form: it.form.clone(),
            draft: !it.open,
            title: runs(marked(&given.query, &it.title, usize::MAX / 2)),
            above: it.above.clone(),
            heading: it.heading.clone(),
            passage: runs(marked(&given.query, &it.body, PASSAGE)),
            page: if let Place::Page(page) = place { Some(i64::from(page)) } else { None },
            moment: if let Place::Moment(at) = place { Some(at) } else { None },
            href: leads.map(|it| it.there).unwrap_or_default(),
        }
    });
    Ok(Json(Collection::whole(items.collect())))
}
