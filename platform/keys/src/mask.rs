//! What of personal data is shown to those who may not see it whole (ACC-4, GOV-10). Counted in characters, never
//! longer than what it hides, and nothing is shown of what is too short to hide.

/// A mobile number: the first three and last four characters, `138****1234`.
pub fn mask_mobile(mobile: &str) -> String {
    keep(mobile, 3, 4)
}

/// The number of an identity document: the first three and last four characters of long ones
/// (`110***********8515`), the last two of short ones.
pub fn mask_document(number: &str) -> String {
    if number.chars().count() >= 15 { keep(number, 3, 4) } else { keep(number, 0, 2) }
}

/// A mail address: the first character and the domain, `l***@example.com`. The number of stars is always three, so
/// that the length stays hidden.
pub fn mask_mail(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((name, domain)) => match name.chars().next() {
            Some(first) if name.chars().count() > 1 => format!("{first}***@{domain}"),
            _ => format!("***@{domain}"),
        },
        None => keep(address, 0, 0),
    }
}

/// `text` with stars in place of all but the outer characters; all stars when fewer than three would be hidden.
fn keep(text: &str, first: usize, last: usize) -> String {
    let count = text.chars().count();
    let (first, last) = if count < first + last + 3 { (0, 0) } else { (first, last) };
    text.chars().enumerate().map(|(i, c)| if i < first || i + last >= count { c } else { '*' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_known_forms_are_masked() {
        for (masked, expected) in [
            (mask_mobile("13812341234"), "138****1234"),
            (mask_mobile("12345"), "*****"),
            (mask_document("110101199003078515"), "110***********8515"),
            (mask_document("E12345678"), "*******78"),
            (mask_document("E1"), "**"),
            (mask_mail("lin@example.com"), "l***@example.com"),
            (mask_mail("林@example.com"), "***@example.com"),
            (mask_mail("no-address"), "**********"),
            (mask_mobile(""), ""),
        ] {
            assert_eq!(masked, expected);
        }
    }

    proptest! {
        #[test]
        fn at_least_three_characters_of_a_number_are_always_hidden(number in "[0-9X]{1,30}") {
            let hidden = |masked: String| masked.matches('*').count();
            prop_assert!(hidden(mask_mobile(&number)) >= number.len().min(3));
            prop_assert!(hidden(mask_document(&number)) >= number.len().min(3));
        }
    }
}
