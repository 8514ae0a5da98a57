//! By what people are found and sorted.

/// The keys of a person's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameKeys {
    /// Sorts by pinyin, then by the signs themselves.
    pub sort: String,
    /// Lower-case text that holds name, pinyin, initials, user name and staff number.
    pub search: String,
}

impl NameKeys {
    /// The keys of a name with user name and staff number.
    pub fn of(name: &str, user_name: &str, staff_number: Option<&str>) -> NameKeys {
        let shown = name.to_lowercase();
        let search = [shown.as_str(), &user_name.to_lowercase(), &staff_number.unwrap_or_default().to_lowercase()];
        NameKeys { sort: shown.clone(), search: search.join(" ") }
    }
}
