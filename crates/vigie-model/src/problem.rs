//! What could not be read, and where. A problem is part of the case: never a log line, never silence.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Place;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// Stable codes of problems. A code is never reused for another meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum ProblemCode { $($(#[$doc])* #[serde(rename = $code)] $name,)* }

        impl ProblemCode {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable text (`VIG-E012`).
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

codes! {
    /// The evidence lists the file, but it is not there.
    FileMissing = "VIG-E001",
    /// The operating system refused to read the file.
    FileUnreadable = "VIG-E002",
    /// The file is larger than vigie reads into memory.
    FileTooLarge = "VIG-E003",
    /// The file is not of the format its place promises, or its start is damaged.
    NotTheFormat = "VIG-E004",
    /// The file is encrypted and no key was given.
    Encrypted = "VIG-E005",
    /// The evidence states another size for the file than its bytes have; all bytes were read.
    SizeDisagrees = "VIG-E006",
    /// The file is encrypted and the evidence holds no key that opens it.
    FileKeyMissing = "VIG-E007",
    /// An encrypted file is cut inside a block or has no valid padding; all that could be decrypted was read.
    CipherDamaged = "VIG-E008",
    /// SQLite stopped with an error inside the file; rows read before are kept.
    DatabaseDamaged = "VIG-E010",
    /// A table this artifact reads is not in the database.
    TableMissing = "VIG-E011",
    /// A value has a type or size that does not fit its column or key.
    ValueUnexpected = "VIG-E012",
    /// A number that should be a time is outside every plausible range.
    TimeImplausible = "VIG-E013",
    /// A blob inside a row could not be decoded.
    BlobNotUnderstood = "VIG-E014",
    /// A property list could not be read.
    PlistDamaged = "VIG-E015",
    /// A key this artifact needs is missing.
    KeyMissing = "VIG-E016",
    /// A line of text was not understood.
    LineNotUnderstood = "VIG-E017",
    /// A JSON document or line could not be read.
    JsonDamaged = "VIG-E018",
    /// The write-ahead log has frames that are damaged or do not belong to the database.
    WalDamaged = "VIG-E019",
    /// The parser itself failed: a defect of vigie. What it had read is kept.
    ParserFailed = "VIG-E020",
    /// A limit that keeps hostile files from exhausting memory or time was reached.
    LimitReached = "VIG-E021",
    /// The text holds bytes that are not valid in its encoding; they are shown as U+FFFD.
    TextDamaged = "VIG-E022",
    /// A part of a log or of a file of records is damaged or cut off; the rest was read.
    LogDamaged = "VIG-E023",
    /// Bytes do not fit the checksum that was kept of them; they were read all the same.
    ChecksumWrong = "VIG-E024",
    /// The evidence does not say in which time zone the device was: its local times stay as they were written.
    ZoneUnknown = "VIG-E028",
    /// A link in the evidence leads outside of it; it was not followed.
    LinkNotFollowed = "VIG-E030",
    /// An entry of the backup's manifest could not be read.
    ManifestEntryDamaged = "VIG-E031",
    /// A part of the evidence that describes it (Info.plist, Status.plist …) is missing or damaged.
    DescriptionMissing = "VIG-E032",
    /// The backup was not finished when it was copied.
    EvidenceIncomplete = "VIG-E033",
    /// The archive is damaged or cut off; nothing behind the damage was read.
    ArchiveDamaged = "VIG-E034",
    /// A member of an archive has a name that leads elsewhere or is none; it was not read.
    MemberNameUnsafe = "VIG-E035",
    /// An archive holds several files of one name; only the first was read.
    DuplicateMember = "VIG-E036",
    /// The bytes of a member do not fit its checksum or length, or are cut off; what could be read was read.
    MemberDamaged = "VIG-E037",
    /// An archive or member unpacks to more than anything real does; it was not read further.
    ArchiveBomb = "VIG-E038",
    /// Members of an archive lie in each other; the later one was not read.
    MembersOverlap = "VIG-E039",
    /// An indicator could not be used.
    IndicatorUnusable = "VIG-E040",
    /// A pack of indicators could not be read to its end.
    PackDamaged = "VIG-E041",
    /// A member of an archive is compressed in a way vigie does not read.
    CompressionUnsupported = "VIG-E042",
    /// A file that should be evidence in itself could not be opened.
    NestedNotExamined = "VIG-E043",
    /// Files lie beside the device in the folder or archive, such as what an acquisition tool noted; they were not
    /// examined.
    OutsideDevice = "VIG-E044",
    /// A file was copied while it was in use, and its last changes stand only in a log that is missing or could not be used.
    LogNotApplied = "VIG-E050",
    /// YARA rules were given, and some or all files were not compared with them.
    RulesNotApplied = "VIG-E051",
    /// A file system lists files that were deleted; neither their names nor what is left of them were read.
    DeletedNotRead = "VIG-E052",
    /// The evidence was recognised, and none of its files is one that is read.
    NothingRead = "VIG-E053",
    /// The time zone is not stated, and follows for one day from clocks that were read together: in another half of the year, local
    /// times can be off by an hour. Nothing is unread for that.
    ZoneDerived = "VIG-E054",
    /// The evidence is of several devices: findings name their files, and what is said of the device as a whole may mix them.
    /// Nothing is unread for that.
    SeveralDevices = "VIG-E055",
}

impl fmt::Display for ProblemCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// One thing that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    /// The stable code.
    pub code: ProblemCode,
    /// The artifact that was being read, if any.
    pub artifact: Option<String>,
    /// The source's path inside the evidence, if any.
    pub source: Option<String>,
    /// Where in the source.
    pub place: Place,
    /// What was met, technically, in English.
    pub detail: String,
}
