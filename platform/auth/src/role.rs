//! The roles of the regulation (ACC-10).

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// A role, granted on an organisation node; it holds for the node's subtree (ACC-10).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Role { $($(#[$doc])* $name),* }

        impl Role {
            /// Every role, in the order of the navigation map's precedence for a start page.
            pub const ALL: &'static [Role] = &[$(Role::$name),*];

            /// The stable code used in addresses, tables and files.
            pub const fn code(self) -> &'static str {
                match self { $(Role::$name => $code),* }
            }
        }

        impl FromStr for Role {
            type Err = UnknownRole;
            fn from_str(code: &str) -> Result<Self, UnknownRole> {
                match code { $($code => Ok(Role::$name),)* other => Err(UnknownRole(other.to_owned())) }
            }
        }
    };
}

roles! {
    /// 系统管理员: runs the system; no say over content, people's conduct or the trail.
    Admin = "admin",
    /// 安全管理员: confirms role changes, watches sign-ins, sets the password policy.
    Security = "security",
    /// 审计管理员: reads the trail and nothing else.
    Audit = "audit",
    /// 培训中心: opens accounts, assigns, publishes, sees the whole institution.
    Centre = "center",
    /// 子公司培训负责人: the own subtree within its seat quota.
    Manager = "manager",
    /// 部门培训联系人: the own department.
    Contact = "contact",
    /// 督导: reads everything of teaching, changes nothing.
    Supervisor = "supervisor",
    /// 课程审核人.
    Reviewer = "reviewer",
    /// 讲师/教师.
    Teacher = "teacher",
    /// 助教.
    Assistant = "assistant",
    /// 班主任.
    Homeroom = "homeroom",
    /// 财务.
    Finance = "finance",
    /// 客户服务.
    Service = "service",
    /// 家长/监护人.
    Guardian = "parent",
    /// 学员.
    Learner = "learner",
}

impl Role {
    /// The three administrators exclude one another (三员分立, ACC-10).
    pub const fn is_administrator(self) -> bool {
        matches!(self, Role::Admin | Role::Security | Role::Audit)
    }

    /// Whether one person may hold both roles.
    pub fn goes_with(self, other: Role) -> bool {
        self == other || !(self.is_administrator() && other.is_administrator())
    }

    /// The Fluent key of the role's name.
    pub fn key(self) -> String {
        format!("web-role-{}", self.code())
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text names no role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownRole(pub String);

impl fmt::Display for UnknownRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown role: {}", self.0)
    }
}
impl std::error::Error for UnknownRole {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_administrators_exclude_one_another() {
        for a in Role::ALL {
            for b in Role::ALL {
                let both_administer = a.is_administrator() && b.is_administrator() && a != b;
                assert_eq!(a.goes_with(*b), !both_administer, "{a} with {b}");
            }
        }
    }

    #[test]
    fn a_code_names_its_role() {
        for role in Role::ALL {
            assert_eq!(role.code().parse::<Role>(), Ok(*role));
        }
    }
}
