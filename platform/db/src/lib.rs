//! One database facade, two engines: a unit of work is a synchronous closure that runs whole on a database thread.

mod column;
mod db;
mod error;
mod migrate;
mod param;
mod row;
mod sql;
mod tally;
mod tx;

pub use column::Column;
pub use db::{Db, Engine, Options, Source};
pub use error::{Error, Result};
pub use migrate::{Migrations, Step};
pub use param::{Param, ToParam};
pub use row::{FromRow, Row};
pub use sql::{Sql, list};
pub use tally::{Tally, tallied};
pub use tx::Tx;
pub use xingtan_clock::{Timestamp, Uuid};

pub(crate) use tx::Session;
