//! The members of a zip as entries of evidence.

use std::collections::BTreeMap;
use std::sync::Arc;

use vigie_model::{Place, Problem, ProblemCode};

use super::name::clean;
use super::zip::{Directory, Listed};
use crate::ReadError;
use crate::blob::Zipped;
use crate::indexed::{Lies, Node, NodeKind};
use crate::tree::problem;

/// Every member of a directory.
pub(crate) fn index(directory: Directory, problems: &mut Vec<Problem>) -> Vec<Node> {
    if let Some(trouble) = directory.trouble {
        problems.push(Problem {
            code: ProblemCode::ArchiveDamaged,
            artifact: None,
            source: None,
            place: Place::File,
            detail: trouble,
        });
    }
    let mut nodes = Vec::with_capacity(directory.members.len());
    let mut refused: BTreeMap<ProblemCode, (String, u64)> = BTreeMap::new();
    for member in directory.members {
        match clean(&member.name) {
            Ok(None) => {}
            Ok(Some(path)) => {
                if let Some((code, _)) = &member.refused {
                    let counted = refused.entry(*code).or_insert_with(|| (path.clone(), 0));
                    counted.1 = counted.1.saturating_add(1);
                }
                nodes.push(node(path, member));
            }
            Err(error) => {
                let name = String::from_utf8_lossy(&member.name).chars().take(200).collect::<String>();
                problems.push(problem(ProblemCode::MemberNameUnsafe, &name, Place::File, error.told()));
            }
        }
    }
    // Each wanted one becomes a problem of its artifact; together they are told even when none is wanted.
    for (code, (first, count)) in refused {
        let detail = format!("{count} members of the archive cannot be read for this reason; the first is {first}");
        problems.push(Problem { code, artifact: None, source: None, place: Place::File, detail });
    }
    nodes
}

fn node(path: String, listed: Listed) -> Node {
    let is_folder = listed.name.ends_with(b"/");
    let size = listed.member.size;
    let member = Zipped(Arc::new(listed.member));
    let kind = match (listed.refused, is_folder, listed.is_link) {
        (_, true, _) => NodeKind::Folder,
        (Some((code, detail)), ..) => NodeKind::File(Lies::Refused(Box::new(ReadError::file(code, detail)))),
        (None, _, true) => NodeKind::ZipLink(member),
        (None, ..) => NodeKind::File(Lies::Zip(member)),
    };
    Node {
        path: path.into(),
        stored_as: None,
        size: matches!(kind, NodeKind::File(_)).then_some(size),
        kind,
        modified: listed.modified,
        changed: listed.changed,
        created: listed.created,
        mode: listed.mode,
    }
}
