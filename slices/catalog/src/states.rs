//! Where courses, versions and reviews stand.

xingtan_db::codes! {
    /// Where a course stands, as lists show it.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum CourseState {
        /// Never published; its author writes it.
        Draft = "draft",
        /// Never published; a reviewer judges it.
        InReview = "in-review",
        /// Never published; it waits for the centre.
        Approved = "approved",
        /// Learners study it. A further version may be under way.
        Published = "published",
        /// Taken back by the centre; nobody new gets in.
        Withdrawn = "withdrawn",
    }
}

xingtan_db::codes! {
    /// Where a version stands.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum VersionState {
        /// Its author writes it.
        Draft = "draft",
        /// Submitted: nobody changes it.
        InReview = "in-review",
        /// Reviewed: it waits for the centre, and nobody changes it.
        Approved = "approved",
        /// In force, frozen.
        Published = "published",
        /// Replaced by a later one, frozen.
        Retired = "retired",
    }
}

xingtan_db::codes! {
    /// What became of a submission.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum ReviewState {
        /// It waits for a decision.
        Open = "open",
        /// Approved.
        Approved = "approved",
        /// Returned to the author with reasons.
        Returned = "returned",
        /// Taken back by the author.
        Recalled = "recalled",
    }
}
