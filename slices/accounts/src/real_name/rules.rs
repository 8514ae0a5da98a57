//! What may stand on an identity document, and what becomes of a statement (ACC-4): pure.

use std::str::FromStr;
use xingtan_clock::Date;
use xingtan_i18n::{Msg, seen};

/// The kind of an identity document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    /// 居民身份证.
    Resident,
    /// 港澳台居民居住证.
    Residence,
    /// 外国人永久居留身份证.
    Foreigner,
    /// 护照.
    Passport,
}

impl Document {
    /// All kinds, as forms list them.
    pub const ALL: [Document; 4] =
        [Document::Resident, Document::Residence, Document::Foreigner, Document::Passport];

    /// The word kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Document::Resident => "resident-card",
            Document::Residence => "residence-permit",
            Document::Foreigner => "permanent-residence",
            Document::Passport => "passport",
        }
    }

    /// Fluent key of its name.
    pub fn key(self) -> String {
        format!("accounts-real-name-document-{}", self.code())
    }
}

/// A word that names no kind or state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown;

impl FromStr for Document {
    type Err = Unknown;
    fn from_str(code: &str) -> Result<Self, Unknown> {
        Document::ALL.into_iter().find(|it| it.code() == code).ok_or(Unknown)
    }
}

/// A number as it stands on a document, without spaces, with the date of birth that it holds.
#[derive(Clone, PartialEq, Eq)]
pub struct Number {
    /// The signs.
    pub text: String,
    /// The date of birth, where the number holds it.
    pub born: Option<Date>,
}

impl std::fmt::Debug for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Number")
    }
}

/// What is wrong with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Too few, too many or other signs than this kind of document has.
    Signs(Document),
    /// It begins as no document of this kind does.
    Region(Document),
    /// It holds no day of the calendar, or one that has not come yet.
    Born,
    /// The last sign does not fit the others.
    Check,
}

impl Wrong {
    /// What to tell.
    pub fn msg(self) -> Msg {
        match self {
            Wrong::Signs(document) => Msg::of(format!("accounts-real-name-signs-{}", document.code())),
            Wrong::Region(document) => Msg::of(format!("accounts-real-name-region-{}", document.code())),
            Wrong::Born => Msg::new("accounts-real-name-wrong-born"),
            Wrong::Check => Msg::new("accounts-real-name-wrong-check"),
        }
    }
}

/// Provinces, as the first two digits of a resident identity card name them (GB/T 2260).
const PROVINCES: [&str; 32] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42",
    "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71",
];
/// Where holders of residence permits come from: Hong Kong, Macao, Taiwan.
const BEYOND: [&str; 3] = ["810000", "820000", "830000"];

/// Signs of a number that follows GB 11643.
const LENGTH: usize = 18;
/// Weights of its first seventeen digits: powers of two modulo 11.
const WEIGHTS: [u32; LENGTH - 1] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check sign by the remainder of the weighted sum.
const SIGNS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// The number as it was typed: without spaces, hyphens and signs that nobody sees, in plain capitals and digits.
pub fn plain(typed: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    };
    let kept = |c: &char| !c.is_whitespace() && !c.is_control() && *c != '-';
    seen(typed).chars().map(narrow).filter(kept).map(|c| c.to_ascii_uppercase()).collect()
}

/// Checks the number of a document as it was typed, as of a day.
///
/// # Errors
/// With what is wrong.
pub fn number(document: Document, typed: &str, today: Date) -> Result<Number, Wrong> {
    let text = plain(typed);
    let born = match document {
        Document::Resident => Some(checked(&text, document, today)?),
        Document::Residence => Some(checked(&text, document, today)?),
        Document::Foreigner if is_former(&text) => None,
        Document::Foreigner => Some(checked(&text, document, today)?),
        Document::Passport => {
            let signs = text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
            let digit = text.bytes().any(|b| b.is_ascii_digit());
            if !(5..=15).contains(&text.len()) || !signs || !digit {
                return Err(Wrong::Signs(document));
            }
            None
        }
    };
    Ok(Number { text, born })
}

/// The form of permanent residence cards from before 2023: three letters and twelve digits. Their check digit is not
/// published; the signs alone are checked.
fn is_former(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 15
        && bytes[..3].iter().all(u8::is_ascii_uppercase)
        && bytes[3..].iter().all(u8::is_ascii_digit)
}

/// A number by GB 11643: region, date of birth, sequence, check sign by ISO 7064 MOD 11-2.
fn checked(text: &str, document: Document, today: Date) -> Result<Date, Wrong> {
    let bytes = text.as_bytes();
    let digits = bytes.len() == LENGTH && bytes[..LENGTH - 1].iter().all(u8::is_ascii_digit);
    if !digits || !matches!(bytes[LENGTH - 1], b'0'..=b'9' | b'X') {
        return Err(Wrong::Signs(document));
    }
    let fits = match document {
        Document::Resident => PROVINCES.contains(&&text[..2]),
        Document::Residence => BEYOND.contains(&&text[..6]),
        Document::Foreigner | Document::Passport => bytes[0] == b'9',
    };
    if !fits {
        return Err(Wrong::Region(document));
    }
    let day = format!("{}-{}-{}", &text[6..10], &text[10..12], &text[12..14]);
    let born = day.parse::<Date>().ok().filter(|day| day.year() >= 1900 && *day <= today);
    let born = born.ok_or(Wrong::Born)?;
    if check_sign(&text[..LENGTH - 1]) == text.chars().last() { Ok(born) } else { Err(Wrong::Check) }
}

/// The check sign of seventeen digits; none where they are not.
pub fn check_sign(digits: &str) -> Option<char> {
    let values: Option<Vec<u32>> = digits.chars().map(|c| c.to_digit(10)).collect();
    let values = values.filter(|values| values.len() == WEIGHTS.len())?;
    let sum: u32 = values.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    SIGNS.get(sum as usize % SIGNS.len()).copied()
}

/// What of a legal name counts when it is compared: no spaces, no middle dots, no case.
pub fn comparable(name: &str) -> String {
    let dots = ['·', '•', '・', '‧', '．', '.'];
    let kept = |c: &char| !c.is_whitespace() && !dots.contains(c);
    seen(name).chars().filter(kept).flat_map(char::to_lowercase).collect()
}

/// A name with stars in place of all but its first sign.
pub fn mask_name(name: &str) -> String {
    name.chars().enumerate().map(|(at, c)| if at == 0 { c } else { '*' }).collect()
}

/// Where a statement stands. Whoever has stated nothing has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits to be verified.
    Pending,
    /// It was verified.
    Verified,
    /// It was rejected; it may be stated anew.
    Rejected,
}

impl State {
    /// All of them.
    pub const ALL: [State; 3] = [State::Pending, State::Verified, State::Rejected];

    /// The word kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            State::Pending => "pending",
            State::Verified => "verified",
            State::Rejected => "rejected",
        }
    }

    /// Fluent key of its name.
    pub fn key(self) -> String {
        format!("accounts-real-name-state-{}", self.code())
    }

    /// Tone of its badge.
    pub fn tone(self) -> &'static str {
        match self {
            State::Pending => "ochre",
            State::Verified => "pine",
            State::Rejected => "cinnabar",
        }
    }
}

impl FromStr for State {
    type Err = Unknown;
    fn from_str(code: &str) -> Result<Self, Unknown> {
        State::ALL.into_iter().find(|it| it.code() == code).ok_or(Unknown)
    }
}

/// What a reviewer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Name and number are the person's.
    Verify,
    /// They are not, or cannot be told to be; also of what was verified by mistake.
    Reject,
}

impl Verdict {
    /// Both.
    pub const ALL: [Verdict; 2] = [Verdict::Verify, Verdict::Reject];

    /// The word in forms.
    pub fn code(self) -> &'static str {
        match self {
            Verdict::Verify => "verify",
            Verdict::Reject => "reject",
        }
    }
}

impl FromStr for Verdict {
    type Err = Unknown;
    fn from_str(code: &str) -> Result<Self, Unknown> {
        Verdict::ALL.into_iter().find(|it| it.code() == code).ok_or(Unknown)
    }
}

/// What is known when somebody decides.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// Where the statement stands.
    pub state: State,
    /// Its version.
    pub version: i64,
    /// The version that was looked at.
    pub seen: i64,
    /// Whether it is the decider's own.
    pub own: bool,
    /// Why, in words.
    pub reason: &'a str,
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// It stands so from now on.
    To(State),
    /// Nobody decides the own.
    Own,
    /// Something else was stated or decided since it was looked at.
    Stale,
    /// It stands so already.
    Already,
    /// A rejection says why.
    Unreasoned,
}

/// Judges one decision.
pub fn decide(facts: Facts<'_>, verdict: Verdict) -> Decided {
    if facts.own {
        return Decided::Own;
    }
    if facts.seen != facts.version {
        return Decided::Stale;
    }
    match (verdict, facts.state) {
        (Verdict::Verify, State::Pending) => Decided::To(State::Verified),
        (Verdict::Reject, State::Pending | State::Verified) if facts.reason.trim().is_empty() => {
            Decided::Unreasoned
        }
        (Verdict::Reject, State::Pending | State::Verified) => Decided::To(State::Rejected),
        (Verdict::Verify, State::Verified | State::Rejected) | (Verdict::Reject, State::Rejected) => {
            Decided::Already
        }
    }
}

#[cfg(test)]
mod tests;
