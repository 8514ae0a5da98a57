//! What a name, a user name, a mailbox, a number must look like: pure, used by forms, imports and requests.

use xingtan_clock::Date;
use xingtan_i18n::{Msg, seen};

/// Longest name shown.
pub const NAME: usize = 60;
/// Longest user name.
pub const USER: usize = 64;
/// Longest 工号.
pub const STAFF_NUMBER: usize = 40;
/// Longest mailbox (RFC 5321 section 4.5.3.1).
pub const MAIL: usize = 254;

/// A name: one line that holds a letter or a sign of Chinese, without signs that nobody sees.
///
/// # Errors
/// With what is wrong and what to do.
pub fn name(text: &str) -> Result<String, Msg> {
    let name: String = seen(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let name: String = name.chars().filter(|c| !c.is_control()).collect();
    let count = name.chars().count();
    if name.is_empty() {
        Err(Msg::new("web-form-required"))
    } else if count > NAME {
        Err(Msg::new("web-form-too-long").with("max", NAME).with("now", count))
    } else if !name.chars().any(char::is_alphabetic) {
        Err(Msg::new("accounts-check-name"))
    } else {
        Ok(name)
    }
}

/// A user name: 2 to 64 letters of the Latin alphabet, digits, dots, hyphens, underscores, at signs; it begins with
/// a letter or digit. Case does not tell user names apart.
///
/// # Errors
/// With what is wrong and what to do.
pub fn user_name(text: &str) -> Result<String, Msg> {
    let user = text.trim();
    let sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@');
    let begins = user.starts_with(|c: char| c.is_ascii_alphanumeric());
    if user.is_empty() {
        Err(Msg::new("web-form-required"))
    } else if (2..=USER).contains(&user.len()) && begins && user.chars().all(sign) {
        Ok(user.to_owned())
    } else {
        Err(Msg::new("accounts-check-user-name"))
    }
}

/// 工号, or none where it is empty.
///
/// # Errors
/// With what is wrong and what to do.
pub fn staff_number(text: &str) -> Result<Option<String>, Msg> {
    let number = text.trim();
    let count = number.chars().count();
    if number.is_empty() {
        Ok(None)
    } else if count > STAFF_NUMBER {
        Err(Msg::new("web-form-too-long").with("max", STAFF_NUMBER).with("now", count))
    } else if number.chars().any(|c| c.is_whitespace() || c.is_control()) {
        Err(Msg::new("accounts-check-staff-number"))
    } else {
        Ok(Some(number.to_owned()))
    }
}

/// A date of birth, or none where it is empty; nobody is born after today.
pub fn born(text: &str, today: Date) -> Result<Option<Date>, Msg> {
    let typed = text.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let day = typed.parse::<Date>().ok().filter(|day| day.year() >= 1900 && *day <= today);
    day.map(Some).ok_or_else(|| Msg::new("accounts-check-born"))
}

/// A mailbox, or none where it is empty. The host in small letters.
///
/// # Errors
/// With what is wrong and what to do.
pub fn mail(text: &str) -> Result<Option<String>, Msg> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || Msg::new("accounts-check-mail");
    let (local, host) = text.rsplit_once('@').ok_or_else(wrong)?;
    let local_sign = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let label = |label: &str| {
        let sign = |c: char| c.is_ascii_alphanumeric() || c == '-' || !c.is_ascii();
        !label.is_empty() && !label.starts_with('-') && !label.ends_with('-') && label.chars().all(sign)
    };
    let dotted = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
    let local_fits = !local.is_empty() && local.len() <= 64 && dotted && local.chars().all(local_sign);
    if text.len() <= MAIL && local_fits && host.contains('.') && host.split('.').all(label) {
        Ok(Some(format!("{local}@{}", host.to_lowercase())))
    } else {
        Err(wrong())
    }
}

/// A mobile number, or none where it is empty: eleven digits of mainland China, or `+` and 6 to 15 digits (E.164).
/// Spaces and hyphens are taken out.
///
/// # Errors
/// With what is wrong and what to do.
pub fn mobile(text: &str) -> Result<Option<String>, Msg> {
    let number: String =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '(' | ')')).collect();
    if number.is_empty() {
        return Ok(None);
    }
    let number = number.strip_prefix("+86").map_or(number.clone(), str::to_owned);
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let mainland =
        number.len() == 11 && digits(&number) && matches!(number.as_bytes(), [b'1', b'3'..=b'9', ..]);
    let abroad = number.strip_prefix('+').is_some_and(|rest| (6..=15).contains(&rest.len()) && digits(rest));
    if mainland || abroad { Ok(Some(number)) } else { Err(Msg::new("accounts-check-mobile")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_people_write_is_taken_or_said_to_be_wrong() {
        assert_eq!(name("  林  书岚 "), Ok("林 书岚".to_owned()));
        assert!(name("123").is_err() && name("").is_err());
        assert_eq!(name("林\u{0}书岚"), Ok("林书岚".to_owned()), "no database takes a zero sign");
        assert!(staff_number("A\u{0}1").is_err());
        assert_eq!(user_name(" lin.shulan "), Ok("lin.shulan".to_owned()));
        for wrong in ["", "a", ".lin", "lin shulan", "林书岚", "a/b"] {
            assert!(user_name(wrong).is_err(), "{wrong}");
        }
        assert_eq!(mail(" Lin@Example.COM "), Ok(Some("Lin@example.com".to_owned())));
        for wrong in
            ["lin", "lin@", "@example.com", "lin@example", "l in@example.com", "a@b@c.com", "a..b@c.com"]
        {
            assert!(mail(wrong).is_err(), "{wrong}");
        }
        assert_eq!(mobile("138 0000-1234"), Ok(Some("13800001234".to_owned())));
        assert_eq!(mobile("+86 13800001234"), Ok(Some("13800001234".to_owned())));
        assert_eq!(mobile("+4930123456"), Ok(Some("+4930123456".to_owned())));
        for wrong in ["1380000123", "12800001234", "abc", "+1"] {
            assert!(mobile(wrong).is_err(), "{wrong}");
        }
        assert_eq!((staff_number(" "), staff_number("A-17")), (Ok(None), Ok(Some("A-17".to_owned()))));
    }

    proptest! {
        #[test]
        fn what_was_taken_is_taken_again(text in "\\PC{0,40}") {
            if let Ok(taken) = user_name(&text) { prop_assert_eq!(user_name(&taken), Ok(taken)); }
            if let Ok(taken) = name(&text) { prop_assert_eq!(name(&taken), Ok(taken)); }
            if let Ok(Some(taken)) = mail(&text) { prop_assert_eq!(mail(&taken), Ok(Some(taken))); }
            if let Ok(Some(taken)) = mobile(&text) { prop_assert_eq!(mobile(&taken), Ok(Some(taken))); }
        }
    }
}
