//! The compiled texts: one bundle for every language and kind.

use crate::{Kind, Lang, Locale, format::Formats};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use std::{
    fmt,
    sync::{Arc, OnceLock},
};
use xingtan_clock::Zone;

/// One Fluent file, built into the program.
#[derive(Clone, Copy, Debug)]
pub struct Resource {
    /// The language of the file.
    pub lang: Lang,
    /// Set when the file overrides terms or messages for one kind of institution.
    pub kind: Option<Kind>,
    /// The file name without `.ftl`; keys begin with it and a hyphen.
    pub name: &'static str,
    /// The text of the file.
    pub source: &'static str,
}

type Bundle = FluentBundle<Arc<FluentResource>>;

/// All texts of the program. A language is read when somebody first speaks it: most institutions speak one. Cheap to
/// clone.
#[derive(Clone)]
pub struct Texts(Arc<Inner>);

struct Inner {
    resources: Vec<(Resource, OnceLock<Arc<FluentResource>>)>,
    /// One for every language and kind, compiled when it is first asked for: an institution is of one kind.
    bundles: Vec<OnceLock<Bundle>>,
    formats: [OnceLock<Formats>; 2],
}

impl Texts {
    /// Takes resources in. Faulty entries are left out; [`crate::check`] names them in a test, so that no start fails on
    /// a text.
    pub fn build(resources: &[Resource]) -> Texts {
        let bundles = (0..Lang::ALL.len() * Kind::ALL.len()).map(|_| OnceLock::new()).collect();
        let formats = Lang::ALL.map(|_| OnceLock::new());
        Texts(Arc::new(Inner {
            resources: resources.iter().map(|it| (*it, OnceLock::new())).collect(),
            bundles,
            formats,
        }))
    }

    /// The view of one language, kind and zone.
    pub fn locale(&self, lang: Lang, kind: Kind, zone: Zone) -> Locale {
        Locale::new(self.clone(), lang, kind, zone)
    }

    /// First the general texts, then the overrides of the kind.
    pub(crate) fn bundle(&self, lang: Lang, kind: Kind) -> &Bundle {
        self.0.bundles[position(lang, kind)].get_or_init(|| {
            let mut bundle = empty_bundle(lang);
            for layer in [None, Some(kind)] {
                let own = self.0.resources.iter().filter(|(it, _)| it.lang == lang && it.kind == layer);
                for (resource, parsed) in own {
                    bundle.add_resource_overriding(parsed.get_or_init(|| read(resource)).clone());
                }
            }
            bundle
        })
    }

    /// How a language writes moments and figures: the same for every kind.
    pub(crate) fn formats(&self, lang: Lang, kind: Kind) -> &Formats {
        self.0.formats[lang.index()].get_or_init(|| {
            let bundle = self.bundle(lang, kind);
            Formats::read(|key| message(bundle, key, None))
        })
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texts").finish_non_exhaustive()
    }
}

fn read(resource: &Resource) -> Arc<FluentResource> {
    let parsed = FluentResource::try_new(resource.source.to_owned());
    Arc::new(parsed.unwrap_or_else(|(partial, _)| partial))
}

const fn position(lang: Lang, kind: Kind) -> usize {
    lang.index() * Kind::ALL.len() + kind.index()
}

/// The text of a message, or `None` when the bundle has no such message with a value.
pub(crate) fn message(bundle: &Bundle, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
    let message = bundle.get_message(key)?;
    let pattern = message.value()?;
    let mut out = String::with_capacity(48);
    let mut errors = Vec::new();
    // Writing to a String cannot fail; a missing argument is written as `{$name}`, where a reader can see it.
    match args {
        None => bundle.write_pattern(&mut out, pattern, None, &mut errors).ok()?,
        Some(_) => out.push_str(&bundle.format_pattern(pattern, args, &mut errors)),
    }
    Some(out)
}

fn empty_bundle(lang: Lang) -> Bundle {
    let mut bundle = Bundle::new_concurrent(lang.tag().parse().into_iter().collect());
    bundle.set_use_isolating(false);
    // A fresh bundle holds no function of these names, so adding them cannot fail.
    let _ = bundle.add_function("GROUP", |given, _| number(given, crate::format::grouped));
    let _ = bundle.add_function("CREDITS", |given, _| number(given, crate::format::hundredths));
    bundle
}

/// The figure of a function's first argument, written by `write`; other arguments pass unchanged.
fn number<'a>(given: &[FluentValue<'a>], write: fn(i64) -> String) -> FluentValue<'a> {
    match given.first() {
        Some(FluentValue::Number(n)) => write(n.value as i64).into(),
        Some(other) => other.clone(),
        None => FluentValue::Error,
    }
}
