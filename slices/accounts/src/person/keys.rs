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
    /// The keys of a name with user name and staff number. Takes microseconds.
    pub fn of(name: &str, user_name: &str, staff_number: Option<&str>) -> NameKeys {
        let keys = xingtan_search::name_keys(name);
        let mut search = format!("{} {}", keys.search_keys, user_name.to_lowercase());
        if let Some(number) = staff_number {
            search.push(' ');
            search.push_str(&number.to_lowercase());
        }
        NameKeys { sort: keys.sort_key, search }
    }
}
