//! What a node of the organisation is called.

use std::{fmt, str::FromStr};
use xingtan_i18n::Kind;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// The kind of an organisation node; which ones an institution uses follows from its own kind.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum NodeKind { $($(#[$doc])* $name),* }

        impl NodeKind {
            /// Every kind.
            pub const ALL: &'static [NodeKind] = &[$(NodeKind::$name),*];

            /// The word kept in the database and used in files and addresses.
            pub const fn code(self) -> &'static str {
                match self { $(NodeKind::$name => $code),* }
            }
        }

        impl FromStr for NodeKind {
            type Err = UnknownNodeKind;
            fn from_str(code: &str) -> Result<Self, UnknownNodeKind> {
                match code { $($code => Ok(NodeKind::$name),)* other => Err(UnknownNodeKind(other.to_owned())) }
            }
        }
    };
}

kinds! {
    /// 集团: the root of an academy.
    Group = "group",
    /// 学校: the root of a school.
    School = "school",
    /// 机构: the root of a training institution.
    Institution = "institution",
    /// 子公司.
    Subsidiary = "subsidiary",
    /// 校区.
    Campus = "campus",
    /// 分校、教学点.
    Branch = "branch",
    /// 部门.
    Department = "department",
    /// 年级.
    Grade = "grade",
    /// 班级.
    Class = "class",
    /// 班组.
    Team = "team",
}

impl NodeKind {
    /// What the root is in an institution of this kind.
    pub const fn root(kind: Kind) -> NodeKind {
        match kind {
            Kind::School => NodeKind::School,
            Kind::Academy => NodeKind::Group,
            Kind::Training => NodeKind::Institution,
        }
    }

    /// What may stand below the root in an institution of this kind, the usual first.
    pub const fn below_root(kind: Kind) -> &'static [NodeKind] {
        match kind {
            Kind::School => &[NodeKind::Department, NodeKind::Campus, NodeKind::Grade, NodeKind::Class],
            Kind::Academy => &[NodeKind::Department, NodeKind::Subsidiary, NodeKind::Team],
            Kind::Training => &[NodeKind::Department, NodeKind::Branch, NodeKind::Class],
        }
    }

    /// The Fluent key of its name.
    pub fn key(self) -> String {
        format!("accounts-node-{}", self.code())
    }
}

impl fmt::Display for NodeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text names no kind of node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownNodeKind(pub String);

impl fmt::Display for UnknownNodeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown kind of organisation node: {}", self.0)
    }
}
impl std::error::Error for UnknownNodeKind {}
