//! What the layout shows around every page.

use crate::{App, Fault, Flash, Preferences, Visit, brand::Brand};
use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use xingtan_i18n::{Lang, Locale};

/// An entry of a menu.
#[derive(Clone, Debug)]
pub struct MenuItem {
    /// Address.
    pub href: String,
    /// Icon name.
    pub icon: &'static str,
    /// Shown text.
    pub label: String,
    /// Whether the visitor is there.
    pub current: bool,
    /// What waits there; 0 shows nothing.
    pub count: i64,
    /// Smaller is nearer to the thumb.
    pub order: u8,
}

/// A heading of the menu with its entries.
#[derive(Clone, Debug)]
pub struct MenuGroup {
    /// Shown text.
    pub label: String,
    /// Entries.
    pub items: Vec<MenuItem>,
}

/// The signed-in person in the layout.
#[derive(Clone, Debug)]
pub struct Me {
    /// Name.
    pub name: String,
    /// Role and unit.
    pub line: String,
}

/// A step of the way to this page.
#[derive(Clone, Debug)]
pub struct Crumb {
    /// Address.
    pub href: String,
    /// Shown text.
    pub label: String,
}

/// The layout's share of a page; every full-page template has it in a field named `page`.
#[derive(Clone, Debug)]
pub struct Page {
    /// Language and formats.
    pub l: Locale,
    /// The document's title and first heading.
    pub title: String,
    /// The institution's name.
    pub institution: String,
    /// What it wears.
    pub brand: Brand,
    /// Sidebar.
    pub menu: Vec<MenuGroup>,
    /// Bottom bar of phones.
    pub bottom: Vec<MenuItem>,
    /// Who is signed in.
    pub me: Option<Me>,
    /// One message about what just happened.
    pub flash: Option<Flash>,
    /// Unread notices.
    pub unread: i64,
    /// Marks what a device keeps as this person's; empty for nobody's page (OPS-8).
    pub owner: String,
    /// Whether this is a demo institution.
    pub demo: bool,
    /// The way here.
    pub crumbs: Vec<Crumb>,
    /// Lines of the footer.
    pub footer: Vec<String>,
    theme: Option<String>,
    preferences: Preferences,
    app: App,
}

impl Page {
    /// The page of a visit, titled by an already rendered text.
    pub fn new(visit: &Visit, title: impl Into<String>) -> Self {
        let app = visit.app.clone();
        let actor = visit.actor();
        let menu = actor
            .map_or_else(Vec::new, |actor| app.places().menu(actor, &visit.l, &visit.path, visit.unread()));
        let institution = app.institution();
        Page {
            title: title.into(),
            institution: institution.name.clone(),
            brand: Brand::of(app.settings()),
            bottom: crate::places::bottom(&menu),
            menu,
            me: actor.map(|actor| Me {
                name: actor.name.clone(),
                line: format!("{}·{}", visit.l.t(&actor.acting.key()), actor.unit_name),
            }),
            flash: visit.flash.clone(),
            unread: visit.unread(),
            owner: actor.map(|actor| owner(actor.person)).unwrap_or_default(),
            demo: institution.demo,
            crumbs: Vec::new(),
            footer: Vec::new(),
            theme: visit.theme.clone(),
            preferences: visit.preferences,
            l: visit.l.clone(),
            app,
        }
    }

    /// Adds a step of the way.
    pub fn crumb(mut self, href: impl Into<String>, label: impl Into<String>) -> Self {
        self.crumbs.push(Crumb { href: href.into(), label: label.into() });
        self
    }

    /// The `lang` attribute.
    pub fn html_lang(&self) -> &'static str {
        match self.l.lang() {
            Lang::ZhCn => "zh-Hans",
            Lang::En => "en",
        }
    }

    /// The chosen theme, if any.
    pub fn theme(&self) -> Option<&str> {
        self.theme.as_deref()
    }

    /// How the visitor wants pages to look and films to play.
    pub fn preferences(&self) -> &Preferences {
        &self.preferences
    }

    /// The address of an asset by its logical name.
    pub fn asset(&self, name: &str) -> String {
        self.app.asset(name)
    }

    /// The address of an icon in the sprite.
    pub fn icon_href(&self, name: &str) -> String {
        format!("{}#i-{name}", self.app.asset("sprite.svg"))
    }
}

/// By this a device knows whether what it keeps belongs to whoever is signed in; it tells nothing else.
fn owner(person: xingtan_clock::Uuid) -> String {
    xingtan_keys::hash_of(person.as_bytes()).chars().take(16).collect()
}

/// Renders a template as a page.
pub fn html(template: &impl Template) -> Result<Response, Fault> {
    match template.render() {
        Ok(text) => Ok(Html(text).into_response()),
        Err(error) => {
            tracing::error!(%error, "a template did not render");
            Err(Fault::Broken)
        }
    }
}
