//! People from Excel or CSV (ACC-1): which columns there are, and what becomes of a row.

use super::{
    Prepared,
    change::{self, BornEdit, MobileEdit},
    import_known::{Existing, Known, read_known},
    import_plan::{self, COLUMNS, Means, Options, Plan},
    open,
    store::person,
};
use crate::{
    grant,
    imports::{ImportPart, Shown},
    parameters, position, slip,
};
use std::collections::HashSet;
use xingtan_auth::{Permissions, Role};
use xingtan_clock::{Ids, Uuid};
use xingtan_db::{Error, Result, Tx, list};
use xingtan_i18n::{Lang, Msg};
use xingtan_imports::{Chunk, Decision, ImportKind, Importer, Link, Made, Refusal, RunInfo, SourceRow};
use xingtan_jobs::JobKind;
use xingtan_keys::KeyRing;
use xingtan_settings::Settings;
use xingtan_web::App;

/// The import of people.
pub static KIND: ImportKind = ImportKind {
    name: "accounts.people",
    job: JobKind::new("accounts.people-import"),
    prefix: "accounts-import",
    columns: COLUMNS,
    home: "/people/import",
};

/// The same for the pages of imports.
pub const PART: ImportPart = ImportPart::of::<PeopleImport>(&KIND, super::IMPORT);

/// Takes people in from a file.
#[derive(Clone)]
pub struct PeopleImport {
    keys: KeyRing,
    ids: Ids,
    settings: Settings,
    permissions: std::sync::Arc<Permissions>,
    names: import_plan::RoleNames,
}

impl PeopleImport {
    /// With the program's parts.
    pub fn new(app: &App) -> Self {
        PeopleImport {
            keys: app.keys().clone(),
            ids: app.ids().clone(),
            settings: app.settings().clone(),
            permissions: app.permissions().clone(),
            names: import_plan::RoleNames::of(&[app.locale(Lang::ZhCn), app.locale(Lang::En)]),
        }
    }

    fn lang(&self) -> Lang {
        self.settings.institution().lang
    }
}

/// What is to be written for a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// Opens an account in a unit.
    Open {
        /// The unit.
        unit: Uuid,
    },
    /// Brings a person in line with the row.
    Mend {
        /// Who.
        person: Uuid,
        /// To another unit.
        unit: Option<Uuid>,
        /// Roles that are missing on the unit.
        roles: Vec<Role>,
        /// Whether name, position, number, mailbox or mobile differ.
        facts: bool,
        /// Whether the mobile number differs.
        mobile: bool,
    },
}

impl Shown for PeopleImport {
    fn of(app: &App) -> Self {
        PeopleImport::new(app)
    }
}

/// What planning knows.
pub struct Look {
    /// User names that are taken: their rows need no password.
    there: HashSet<String>,
    /// Sensitive words.
    lists: std::sync::Arc<xingtan_words::Lists>,
}

impl Importer for PeopleImport {
    type Look = Look;
    type Plan = Plan;
    type Known = Known;
    type Write = Write;

    fn kind(&self) -> &'static ImportKind {
        &KIND
    }

    fn survey(&self, rows: &[SourceRow]) -> Vec<(usize, Refusal)> {
        import_plan::survey(rows)
    }

    /// Who is there already needs no password and no hash.
    fn look(&self, tx: &mut Tx<'_>, _: &RunInfo, rows: &[SourceRow]) -> Result<Look> {
        let keys: Vec<String> = rows.iter().map(|row| import_plan::user_text(row).to_lowercase()).collect();
        let found: Vec<String> = super::lists::by_texts(tx, &keys, |n| {
            format!("SELECT user_key FROM accounts_person WHERE user_key IN ({})", list(1, n))
        })?;
        Ok(Look { there: found.into_iter().collect(), lists: xingtan_words::in_force(tx)? })
    }

    fn plan(&self, run: &RunInfo, look: &Look, row: &SourceRow) -> std::result::Result<Plan, Vec<Refusal>> {
        let PeopleImport { names, keys, ids, settings, .. } = self;
        Ok(import_plan::plan(run, &look.there, row, Means { names, keys, ids, settings, lists: &look.lists }))
    }

    fn known(&self, tx: &mut Tx<'_>, run: &RunInfo, chunk: &Chunk<Plan>) -> Result<Known> {
        let plans: Vec<&Plan> = chunk.iter().filter_map(|(_, plan)| plan.as_ref().ok()).collect();
        read_known(tx, run, &plans, &self.permissions, self.settings.bool(&parameters::DIRECT))
    }

    fn follow(&self, known: &mut Known, before: &Known) {
        known.follow(before);
    }

    fn decide(&self, run: &RunInfo, known: &mut Known, plan: &Plan) -> Decision<Write> {
        decide(&Options::of(run), known, plan, &|person, sealed| self.mobile(person, sealed))
    }

    fn write(
        &self,
        tx: &mut Tx<'_>,
        run: &RunInfo,
        known: &mut Known,
        plan: &Plan,
        write: Write,
    ) -> Result<()> {
        let act = plan.prepared(run);
        let position = match &plan.position {
            Some(name) => Some(self.position(tx, &act, known, plan, name)?),
            None => None,
        };
        match write {
            Write::Open { unit } => self.open(tx, run, &act, known, plan, unit, position),
            Write::Mend { person, unit, roles, facts, mobile } => {
                let mended = Mended { unit, roles, facts, mobile };
                self.mend(tx, run, &act, known, plan, person, &mended, position)
            }
        }
    }

    fn links(&self, tx: &mut Tx<'_>, run: &RunInfo) -> Result<Vec<Link>> {
        let (_, waiting) = slip::store::count(tx, run.id)?;
        let label = Msg::new("accounts-import-print-slips").with("count", waiting);
        let slips = Link { href: format!("/people/slips/{}", run.id), label };
        Ok(if waiting > 0 { vec![slips] } else { Vec::new() })
    }
}

/// What differs.
struct Mended {
    unit: Option<Uuid>,
    roles: Vec<Role>,
    facts: bool,
    mobile: bool,
}

impl PeopleImport {
    fn mobile(&self, person: Uuid, sealed: &[u8]) -> Option<String> {
        let place = xingtan_keys::Place { table: "accounts_person", column: "mobile_sealed", row: person };
        self.keys.unseal_text(place, sealed).ok().map(|number| number.to_string())
    }

    /// The id of a position by name; made where the import was told to.
    fn position(
        &self,
        tx: &mut Tx<'_>,
        act: &Prepared,
        known: &mut Known,
        plan: &Plan,
        name: &str,
    ) -> Result<Uuid> {
        if let Some(id) = known.positions.get(name) {
            return Ok(*id);
        }
        let deed = act.begin();
        position::store::add(tx, plan.position_id, name, &xingtan_search::sort_key(name), deed.now())?;
        let entry =
            xingtan_audit::Entry::new(plan.position_entry, deed.now(), "accounts.position-added", deed.who());
        xingtan_audit::record(tx, &entry.on("position", plan.position_id, name))?;
        known.positions.insert(name.to_owned(), plan.position_id);
        Ok(plan.position_id)
    }

    #[expect(clippy::too_many_arguments, reason = "one row with everything that decided over it")]
    fn open(
        &self,
        tx: &mut Tx<'_>,
        run: &RunInfo,
        act: &Prepared,
        known: &Known,
        plan: &Plan,
        unit: Uuid,
        position: Option<Uuid>,
    ) -> Result<()> {
        let (deed, unit) = (act.begin(), known.node(unit).ok_or(Error::NotFound)?);
        let credential = plan.credential.clone().ok_or(Error::NotFound)?;
        let new = open::NewPerson {
            id: plan.id,
            user_name: plan.user_name.clone(),
            name: plan.name.clone(),
            position,
            staff_number: plan.staff_number.clone(),
            mail: plan.mail.clone(),
            mobile: plan.mobile_sealed.clone(),
            roles: plan.roles.clone(),
            credential,
        };
        open::open(tx, &deed, &new, unit)?;
        if let slip::Credential::Initial(initial) = &new.credential {
            change::deliver(tx, &deed, new.id, &new.user_name, initial, run.id, self.lang())?;
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "one row with everything that decided over it")]
    fn mend(
        &self,
        tx: &mut Tx<'_>,
        run: &RunInfo,
        act: &Prepared,
        known: &Known,
        plan: &Plan,
        id: Uuid,
        mended: &Mended,
        position: Option<Uuid>,
    ) -> Result<()> {
        let deed = act.begin();
        let mut before = person(tx, id)?.ok_or(Error::NotFound)?;
        if mended.facts {
            let mobile = plan.mobile.as_ref().filter(|_| mended.mobile);
            let edit = change::Edit {
                name: plan.name.clone(),
                position: position.or(before.position_id),
                staff_number: plan.staff_number.clone().or(before.staff_number.clone()),
                mail: match &plan.mail {
                    Some(mail) => Some(mail.clone()),
                    None => super::store::mail(tx, id)?,
                },
                // The nonce is drawn anew when the unit runs again; nobody refers to it.
                born: BornEdit::Keep,
                mobile: mobile.map_or(MobileEdit::Keep, |number| {
                    MobileEdit::Set(super::new::sealed(&self.keys, id, number))
                }),
            };
            change::edit(tx, &deed, &before, &edit, None)?;
            before = person(tx, id)?.ok_or(Error::NotFound)?;
        }
        if let Some(unit) = mended.unit {
            let unit = known.node(unit).ok_or(Error::NotFound)?;
            let position = position.or(before.position_id);
            let moved = change::transfer(tx, &deed, &before, unit, position, "", self.lang())?;
            // The seats were counted before: somebody took the last one meanwhile.
            moved.map_err(|_| Error::Check("seats".to_owned()))?;
            before = person(tx, id)?.ok_or(Error::NotFound)?;
        }
        for role in &mended.roles {
            grant::store::insert(tx, deed.id()?, id, *role, before.unit_id, deed.now(), Some(run.asked_by))?;
            let entry = deed.entry("accounts.role-granted")?.on("person", id, before.name.as_str());
            let detail = serde_json::json!({ "role": role.code(), "node": before.unit_id });
            xingtan_audit::record(tx, &entry.within(&before.unit_path).detail(&detail))?;
        }
        Ok(())
    }
}

/// What becomes of a row, with all faults that can be found: pure. `mobile` opens a kept number.
pub fn decide(
    options: &Options,
    known: &mut Known,
    plan: &Plan,
    mobile: &dyn Fn(Uuid, &[u8]) -> Option<String>,
) -> Decision<Write> {
    let mut faults = plan.faults.clone();
    let unit = match known.unit(&plan.unit) {
        Ok(unit) => Some(unit),
        // An empty one is a fault of the plan.
        Err(_) if plan.unit.is_empty() => None,
        Err(fault) => {
            faults.push(fault);
            None
        }
    };
    if let Some(name) = &plan.position
        && !options.create_positions
        && !known.positions.contains_key(name)
    {
        faults.push(Refusal::at("position", known.no_position(name)).mended_by("create_positions", name));
    }
    if let Some(unit) = &unit {
        faults.extend(known.roles_fit(&plan.roles, &unit.path).err());
    }
    if let Some(holder) = plan.staff_number.as_ref().and_then(|number| known.by_number.get(number))
        && *holder != plan.user_key
    {
        faults.push(Refusal::at("staff_number", Msg::new("accounts-import-number-taken")));
    }
    let there = known.people.get(&plan.user_key);
    let decided = match (there, &unit) {
        (Some(there), unit) => match meant(known, plan, there) {
            Err(fault) => Err(vec![fault]),
            Ok(()) => {
                unit.as_ref().map_or(Err(Vec::new()), |unit| mend(options, known, plan, there, unit, mobile))
            }
        },
        (None, Some(unit)) if known.opens_alone(&unit.path) => {
            Ok(Decision::Write(Write::Open { unit: unit.id }, Made::New))
        }
        (None, Some(_)) => Err(vec![Refusal::at("user_name", Msg::new("accounts-import-asks"))]),
        (None, None) => Err(Vec::new()),
    };
    let from = there.map(|there| there.unit_path.clone());
    let (decision, unit) = match (decided, unit) {
        (Ok(decision), Some(unit)) if faults.is_empty() => (decision, unit),
        (decided, _) => {
            faults.extend(decided.err().into_iter().flatten());
            return Decision::Refuse(faults);
        }
    };
    // A seat is taken by nobody who is refused for another reason.
    let comes =
        matches!(decision, Decision::Write(Write::Open { .. } | Write::Mend { unit: Some(_), .. }, _));
    if !comes {
        return decision;
    }
    match known.take_seat(&unit.path, from.as_deref()) {
        Ok(()) => decision,
        Err(full) => Decision::Refuse(vec![Refusal::at("unit", full)]),
    }
}

/// Whether the row means this person, who may be changed by the importer.
fn meant(known: &Known, plan: &Plan, there: &Existing) -> std::result::Result<(), Refusal> {
    let taken =
        |key: &'static str| Refusal::at("user_name", Msg::new(key).with("user", plan.user_name.as_str()));
    if there.gone {
        return Err(taken("accounts-import-user-gone"));
    }
    // The user name alone does not say who is meant: number or name have to agree.
    let same = match (&plan.staff_number, &there.staff_number) {
        (Some(new), Some(old)) => new == old,
        _ => plan.name.is_empty() || plan.name == there.name,
    };
    if !same {
        return Err(taken("accounts-import-user-taken"));
    }
    if known.sees(&there.unit_path) { Ok(()) } else { Err(taken("accounts-import-user-elsewhere")) }
}

fn mend(
    options: &Options,
    known: &Known,
    plan: &Plan,
    there: &Existing,
    unit: &crate::organisation::store::Node,
    mobile: &dyn Fn(Uuid, &[u8]) -> Option<String>,
) -> std::result::Result<Decision<Write>, Vec<Refusal>> {
    let mut faults = Vec::new();
    let moves = there.unit != unit.id;
    if moves && !options.transfer {
        let msg = Msg::new("accounts-import-other-unit").with("unit", known.trail(&there.unit_path));
        faults.push(Refusal::at("unit", msg).mended_by("transfer", &there.name));
    }
    let new_mobile = plan.mobile.as_ref().is_some_and(|number| {
        there.mobile_sealed.as_ref().and_then(|sealed| mobile(there.id, sealed)).as_ref() != Some(number)
    });
    let differs = |new: &Option<String>, old: &Option<String>| new.is_some() && new != old;
    let facts = plan.name != there.name
        || differs(&plan.staff_number, &there.staff_number)
        || differs(&plan.mail, &there.mail)
        || new_mobile
        || plan.position.as_ref().is_some_and(|name| known.positions.get(name) != there.position.as_ref());
    let held = |role: &Role| there.roles.iter().any(|(own, path)| own == role && unit.path.starts_with(path));
    let missing: Vec<Role> = plan.asked_roles().filter(|role| !held(role)).collect();
    if !facts && !moves && missing.is_empty() {
        return Ok(Decision::Unchanged);
    }
    if !known.may_act_on(there) {
        let stronger = Msg::new("accounts-import-user-stronger").with("user", plan.user_name.as_str());
        faults.push(Refusal::at("user_name", stronger));
    }
    let excluded = missing.iter().find_map(|role| there.roles.iter().find(|(own, _)| !own.goes_with(*role)));
    if let Some((other, _)) = excluded {
        faults.push(Refusal::at("roles", grant::rules::Refuse::Excluded(*other).msg()));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let unit = moves.then_some(unit.id);
    Ok(Decision::Write(
        Write::Mend { person: there.id, unit, roles: missing, facts, mobile: new_mobile },
        Made::Changed,
    ))
}
