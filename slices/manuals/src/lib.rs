//! The manuals inside the product: what each role can do and how, in Chinese and English.

mod manual;
mod page;
pub mod screens;

pub use manual::{EVERYONE, Manual, manuals};

use axum::{Router, routing::get};
use xingtan_web::{App, Place, PlaceGroup};

/// The texts around the manuals.
pub fn texts() -> Vec<xingtan_i18n::Resource> {
    xingtan_i18n::texts!("manuals")
}

/// The pages of this slice.
pub fn routes() -> Router<App> {
    Router::new().route("/help", get(page::own)).route("/help/{role}", get(page::one))
}

/// The entry in everybody's menu.
pub fn places() -> &'static [Place] {
    &[Place {
        href: "/help",
        icon: "book",
        label: "manuals-title",
        group: PlaceGroup::Own,
        roles: &[],
        permission: None,
        order: 30,
    }]
}
