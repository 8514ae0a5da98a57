//! The places of the program: what the menus list, for whom (look: navigation map).

use crate::page::{MenuGroup, MenuItem};
use xingtan_auth::{Actor, Permission, Role};
use xingtan_i18n::Locale;

/// A heading of the sidebar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceGroup {
    /// 办理: what waits for one.
    Work,
    /// 学习.
    Study,
    /// 教学.
    Teaching,
    /// 治理.
    Governance,
    /// 系统.
    System,
    /// 我的档案.
    Own,
}

impl PlaceGroup {
    fn key(self) -> &'static str {
        match self {
            PlaceGroup::Work => "web-menu-work",
            PlaceGroup::Study => "web-menu-study",
            PlaceGroup::Teaching => "web-menu-teaching",
            PlaceGroup::Governance => "web-menu-governance",
            PlaceGroup::System => "web-menu-system",
            PlaceGroup::Own => "web-menu-own",
        }
    }
}

/// One place, declared by the slice that owns the page.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Address.
    pub href: &'static str,
    /// Name of the icon without `i-`.
    pub icon: &'static str,
    /// Fluent key of the label.
    pub label: &'static str,
    /// Heading it stands under.
    pub group: PlaceGroup,
    /// In whose menus it stands; empty: in everybody's.
    pub roles: &'static [Role],
    /// What one must be able to do; a menu never lists a page that would refuse.
    pub permission: Option<Permission>,
    /// Smaller stands higher; the start pages of roles are 0.
    pub order: u8,
}

/// All places of the program.
#[derive(Clone, Debug, Default)]
pub struct Places(Vec<Place>);

impl Places {
    /// Gathers the slices' places.
    pub fn gather(lists: &[&[Place]]) -> Self {
        let mut all: Vec<Place> = lists.iter().flat_map(|list| list.iter().copied()).collect();
        all.sort_by_key(|place| (place.group, place.order, place.href));
        Places(all)
    }

    /// All places, sorted by group and order.
    pub fn all(&self) -> &[Place] {
        &self.0
    }

    fn of<'a>(&'a self, actor: &'a Actor) -> impl Iterator<Item = &'a Place> {
        self.0.iter().filter(|place| {
            (place.roles.is_empty() || place.roles.contains(&actor.acting))
                && place.permission.is_none_or(|permission| actor.may(permission))
        })
    }

    /// The start page of the acting role.
    pub fn start(&self, actor: &Actor) -> &'static str {
        self.of(actor).filter(|place| place.order == 0).map(|place| place.href).next().unwrap_or("/account")
    }

    /// The sidebar of an actor; the place whose address is the longest prefix of `path` is the current one.
    pub fn menu(&self, actor: &Actor, l: &Locale, path: &str, unread: i64) -> Vec<MenuGroup> {
        let current = self.of(actor).filter(|place| holds(place.href, path)).map(|place| place.href);
        let current = current.max_by_key(|href| href.len());
        let mut groups: Vec<MenuGroup> = Vec::new();
        for place in self.of(actor) {
            let label = l.t(place.group.key());
            let item = MenuItem {
                href: place.href.to_owned(),
                icon: place.icon,
                label: l.t(place.label),
                current: current == Some(place.href),
                count: if place.href == "/notifications" { unread } else { 0 },
                order: place.order,
            };
            match groups.last_mut() {
                Some(group) if group.label == label => group.items.push(item),
                _ => groups.push(MenuGroup { label, items: vec![item] }),
            }
        }
        groups
    }
}

fn holds(href: &str, path: &str) -> bool {
    path == href || path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/'))
}

/// The four places of the phone's bottom bar: the start page and the three next by order.
pub(crate) fn bottom(menu: &[MenuGroup]) -> Vec<MenuItem> {
    let mut items: Vec<MenuItem> = menu.iter().flat_map(|group| group.items.iter().cloned()).collect();
    items.sort_by_key(|item| item.order);
    items.truncate(4);
    items
}
