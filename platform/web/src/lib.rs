//! What every page, form and table of the program is made of.
//!
//! A handler takes [`App`] (the program's parts), a [`Visit`] or [`SignedIn`] (who asks, in which language) and
//! a [`Form`]; it answers with a rendered template that carries a [`Page`], with a redirect, or with a
//! [`Fault`] that is shown as a page to people and as problem+json to programs. Nothing here knows of education.

mod app;
mod assets;
pub mod brand;
pub mod download;
pub mod export;
mod fault;
mod flash;
mod form;
mod guard;
mod identify;
pub mod json;
pub mod kept;
mod list;
mod once;
mod page;
mod pdf;
mod places;
pub mod preferences;
mod upload;
mod visit;

pub use app::{App, Parts, WebConfig};
pub use assets::{assets, worker};
pub use fault::{Fault, problems};
pub use flash::Flash;
pub use form::{Form, Text};
pub use guard::guard;
pub use identify::{Identify, Identity, Standing};
pub use kept::Kept;
pub use list::{Keyed, List, ListPage, Listed, MOST_COUNTED, Order, Select, Sort, Value, moment};
pub use once::{FormKey, Once};
pub use page::{Crumb, Me, MenuGroup, MenuItem, Page, html};
pub use pdf::typeset;
pub use places::{Place, PlaceGroup, Places};
pub use preferences::Preferences;
pub use upload::{Upload, UploadedFile};
pub use visit::{Pageless, SignedIn, Visit};

/// The tables of this crate.
pub fn migrations() -> xingtan_db::Migrations {
    xingtan_db::migrations!("web", "0001_submission", "0002_idempotency")
}

/// The texts of the layout and of what is common to all pages.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!("web", "core")
}
