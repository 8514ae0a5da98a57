//! Role × action of the whole program, as a table to be read.

use xingtan_auth::Role;

#[test]
fn role_by_action_is_what_the_document_says() {
    let permissions = xingtan::permissions();
    let mut text = String::from(
        "# Role × action\n\nWho may do what, on the nodes where the role is granted and below them. Written by the test \
         `app/tests/gate`, from what the slices declare; `GATE_RECORD=1 cargo nextest run -p xingtan --test gate` \
         writes it anew.\n\nWhat the whole institution shares (bodies, positions, categories, the pages below `/system`) is changed only \
         by whoever holds the role at its root.\n\n",
    );
    let head: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
    text.push_str(&format!("| action | {} |\n|---|{}\n", head.join(" | "), "---|".repeat(head.len())));
    for (name, roles) in permissions.all() {
        let marks: Vec<&str> =
            Role::ALL.iter().map(|role| if roles.contains(role) { "●" } else { " " }).collect();
        text.push_str(&format!("| `{name}` | {} |\n", marks.join(" | ")));
    }
    super::recorded("docs/permissions.md", &text);
}
