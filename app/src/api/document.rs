//! The OpenAPI 3.1 document: what the handlers say of themselves, and what holds for all of them.

use utoipa::{
    PartialSchema as _, ToSchema as _,
    openapi::{
        Components, ContactBuilder, HeaderBuilder, InfoBuilder, ObjectBuilder, OpenApi, PathItem, Ref, RefOr,
        Required, ResponseBuilder, Server, Tag,
        content::ContentBuilder,
        path::{Operation, Parameter, ParameterBuilder, ParameterIn},
        schema::{SchemaType, Type},
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};
use xingtan_web::json::{FieldProblem, Problem};

const ABOUT: &str = "What the pages of Xingtan do, for programs: the same rules over the same data.

**Tokens.** Send `Authorization: Bearer xt_…`. A token is made on the page `/account/tokens`, or by \
`xingtan token create`. It may do what its owner may, and of that only what its scopes name: a permission \
(`people.read`), the first part of permissions (`people`), or `all`. Each operation names the permission it needs.

**Pages.** A collection holds `items`, `total` and, unless it is the last page, `next`: the address of the next page.

**Repeating a write.** With the header `Idempotency-Key` a write (POST, PATCH, DELETE) is carried out once: the same \
write with the same key is answered as before, another one with 409. Keys are kept for at least a day and belong to \
the token's owner.

**What is kept for people.** What a page asks the password again for (one's own password, second factor, tokens) has \
no address here: a token proves nobody. What concerns one of the three administrators becomes a request, answered with \
202; another of the three agrees on the page `/officers`.

**Units.** Moments are RFC 3339 in UTC, spans seconds, credits hundredths, ids UUIDs.

**Problems** are `application/problem+json` (RFC 9457). What lies outside one's own subtree is answered like what does \
not exist: with 404.";

/// The document as text.
pub fn text(mut openapi: OpenApi) -> String {
    openapi.info = InfoBuilder::new()
        .title("Xingtan")
        .version("1")
        .description(Some(ABOUT))
        .contact(Some(ContactBuilder::new().name(Some("The institution's administrator")).build()))
        .build();
    openapi.servers = Some(vec![Server::new("/")]);
    openapi.tags = Some(
        [
            ("people", "People and their accounts."),
            ("organisation", "Nodes, positions, cohorts."),
            ("roles", "Who holds which role where, and bodies."),
            ("imports", "Files of people."),
            ("governance", "Regulations, what they demand, and who drafts and approves them."),
            ("courses", "The catalogue."),
            ("authoring", "Courses for those who write, judge and publish them."),
            ("learning", "Enrolments, assignments, credits."),
            ("notifications", "What the owner of the token is told."),
            ("audit", "The trail of who did what."),
            ("system", "Running the system."),
        ]
        .map(|(name, about)| {
            let mut tag = Tag::new(name);
            tag.description = Some(about.to_owned());
            tag
        })
        .to_vec(),
    );
    let components = openapi.components.get_or_insert_with(Components::new);
    components.schemas.insert(Problem::name().into_owned(), Problem::schema());
    components.schemas.insert(FieldProblem::name().into_owned(), FieldProblem::schema());
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("xt_…").build();
    components.add_security_scheme("token", SecurityScheme::Http(bearer));
    for (path, item) in &mut openapi.paths.paths {
        common(path, item);
    }
    openapi.to_json().unwrap_or_default()
}

/// What holds for every operation: which problems it may answer, and how a write is repeated.
fn common(path: &str, item: &mut PathItem) {
    let reads = [&mut item.get];
    for operation in reads.into_iter().flatten() {
        answers(path, operation);
    }
    let writes = [&mut item.post, &mut item.patch, &mut item.put, &mut item.delete];
    for operation in writes.into_iter().flatten() {
        answers(path, operation);
        problem(
            operation,
            "409",
            "The `Idempotency-Key` was used for another request, somebody was quicker, or the state does not allow it.",
        );
        problem(operation, "422", "Fields are wrong; `errors` says which.");
        if operation.request_body.is_some() {
            problem(operation, "413", "The body is too large.");
        }
        operation.parameters.get_or_insert_default().push(RefOr::T(idempotency()));
    }
}

fn answers(path: &str, operation: &mut Operation) {
    let mut answers = vec![
        ("400", "The request makes no sense; `detail` says why."),
        ("401", "No token, or one that ended."),
        ("403", "The token's owner or its scopes do not allow it."),
    ];
    if path.contains('{') || asks_for_unit(operation) {
        answers.push(("404", "There is no such thing, or it is not one's own to know."));
    }
    answers.push(("default", "Any other problem: overload, a full disk, a fault of the program."));
    for (status, about) in answers {
        problem(operation, status, about);
    }
}

/// A unit that is asked for may be nowhere.
fn asks_for_unit(operation: &Operation) -> bool {
    let mut all = operation.parameters.iter().flatten();
    all.any(|it| matches!(it, RefOr::T(parameter) if parameter.name == "unit"))
}

fn problem(operation: &mut Operation, status: &str, about: &str) {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name()))).build();
    let mut response = ResponseBuilder::new().description(about).content("application/problem+json", content);
    if status == "401" {
        let text = ObjectBuilder::new().schema_type(SchemaType::Type(Type::String)).build();
        response = response.header("www-authenticate", HeaderBuilder::new().schema(Some(text)).build());
    }
    operation.responses.responses.insert(status.to_owned(), response.build().into());
}

fn idempotency() -> Parameter {
    let key = ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::String))
        .pattern(Some("^[!-~]{1,100}$"))
        .min_length(Some(1))
        .max_length(Some(100));
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "A key of one's own making, such as a UUID, by which the write is carried out once.",
        ))
        .schema(Some(key.build()))
        .build()
}
