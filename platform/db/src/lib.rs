//! One database facade, two engines: a unit of work is a synchronous closure that runs whole on a database thread.
//!
//! ```no_run
//! use xingtan_db::{Db, Error, Result, Tx, Uuid, params, row};
//!
//! row! {
//!     /// A course in a list.
//!     pub struct CourseRow {
//!         /// Its id.
//!         pub id: Uuid,
//!         /// Its title.
//!         pub title: String,
//!     }
//! }
//!
//! /// A store function: SQL, parameters, a row type. No async, no lifetimes.
//! fn by_owner(tx: &mut Tx<'_>, owner: Uuid) -> Result<Vec<CourseRow>> {
//!     tx.all("SELECT id, title FROM catalog_course WHERE owner_id = $1 ORDER BY id", params![owner])
//! }
//!
//! # async fn example(db: Db, owner: Uuid) -> Result<(), Error> {
//! let courses = db.read(move |tx| by_owner(tx, owner)).await?;
//! # drop(courses); Ok(())
//! # }
//! ```
//!
//! The README beside this crate has the invariants, how to write a store, and what is deliberately absent; the decision
//! stands in `docs/adr/0001-database-facade.md`.

mod alone;
mod cache;
mod column;
mod db;
pub mod dump;
mod error;
mod migrate;
mod options;
mod param;
mod postgres;
mod queue;
mod row;
mod session;
mod sql;
mod sqlite;
mod tally;
mod thread;
mod tx;
mod types;
mod unit;

pub use column::Column;
pub use db::Db;
pub use error::{Error, Result};
pub use migrate::{Migrations, Step};
pub use options::{Engine, Options, Source};
pub use param::{Param, ToParam};
pub use row::{FromRow, Row};
pub use sql::{Sql, list};
pub use tally::{Tally, tallied};
pub use tx::Tx;
pub use types::ColumnAs;
pub use xingtan_clock::{Timestamp, Uuid};
