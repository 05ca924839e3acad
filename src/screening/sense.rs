//! What the phrases of the vocabulary say.

use serde::Deserialize;

/// What a phrase says of the text it stands in. The lists of the file have the same names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Sense {
    /// A migration to AWS by itself.
    Strong,
    /// A migration, of what or where to remaining open.
    General,
    /// Too little by itself.
    Weak,
    /// What is moved, when it is no AWS workload.
    ObjectElsewhere,
    /// Another cloud, direction unsaid.
    OtherCloud,
    /// Where it goes, when that is not AWS.
    WrongDirection,
    /// It has happened, or does not.
    PastOrDenied,
    /// Somebody has refused what stands a few words before it.
    Refused,
    /// A service that is no migration: training, a renewal, an upgrade.
    OtherService,
    /// The way leads to AWS.
    ToAws,
    /// The way leads to a service on which systems run: what stands before it moves, whatever it is.
    ToHost,
    /// A part of a programme on AWS.
    Stage,
    /// The migration programme, if it stands alone in a title in capitals: MAP.
    Programme,
    /// It stands, or will stand, on AWS: which of the two depends on what else is said.
    OnAws,
    /// AWS is named.
    NamesAws,
    /// A service of AWS on which systems run is named.
    AwsHost,
    /// A place for systems on AWS: a way to it leads to AWS.
    AwsGround,
    /// A service of AWS that takes in data or calls, on which no system runs.
    AwsStore,
    /// A cloud is named.
    NamesCloud,
    /// The way leads to a cloud, whose name stands elsewhere.
    ToCloud,
    /// Whether or where to is not decided.
    Undecided,
    /// Something is built that was not there before: a service as well, unless something is left for it.
    NewBuild,
    /// It is about migrations, and none itself: training, a webinar.
    Talk,
    /// A study or an assessment, expressly with nothing behind it.
    StudyOnly,
    /// People who work on somebody's migration: they are hired out, if a title begins with them.
    Staff,
    /// Connects, copies or extends what stays where it is.
    Connecting,
    /// What is sold to be used: a title of nothing else is about that.
    Licence,
    /// Joins another service to the migration, on either side of it.
    Joining,
    /// Joins what stands behind it.
    JoiningBehind,
    /// Something moves from one place to another; whether it is a migration to AWS depends on where to.
    Moving,
    /// Something changes or is made anew: it may move.
    Changing,
    /// Something is left or closed.
    Leaving,
    /// Something comes to its end by itself: a contract, a lease, support.
    Ending,
    /// It is left, if this ends what is said of a place or platform: "VMware out, EC2 in".
    Out,
    /// Something comes from the place behind it.
    From,
    /// What is left is replaced by what is named behind it.
    By,
    /// A data center that is left.
    DataCenter,
    /// Another place outside AWS where systems run.
    Premises,
    /// A platform whose end is a migration.
    Platform,
    /// On premises, or machines there: what is moved, if the way leads to AWS.
    OnPremises,
    /// What keeps data on premises: its migration leads to other storage as often as to AWS.
    Storage,
    /// What runs on servers.
    Workload,
    /// The way leads somewhere.
    Direction,
    /// It is done, unless the sentence looks ahead.
    Done,
    /// The sentence looks ahead.
    Ahead,
    /// The participle of a move: done or to be done.
    Moved,
    /// Makes a participle behind it one of the past.
    Past,
    /// A time that is over.
    PastTime,
    /// No migration at all although a word looks like one: hides what it covers.
    Lookalike,
    /// Large enough whatever the number of servers.
    LargeScope,
    /// A database moves to another engine: a migration by itself, and large enough.
    EngineChange,
    /// Denies the words behind it.
    Negation,
    /// Comes after a number of servers or VMs.
    ServerWord,
    /// May stand between such a number and its word.
    ServerKind,
    /// Makes the number after it no count: phase 2.
    Ordinal,
}

impl Sense {
    /// Whether it says something by itself. The others join what does.
    pub(super) fn says_something(self) -> bool {
        !matches!(
            self,
            Sense::Joining
                | Sense::JoiningBehind
                | Sense::From
                | Sense::By
                | Sense::Direction
                | Sense::Ordinal
                | Sense::ServerKind
        )
    }
}
