//! Who owns whom, over time: a graph of organisations, with the claims as its edges. Edges lead from the owner, group or
//! predecessor to what is owned, belongs or continues.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::Serialize;

use crate::date::Hold;
use crate::find::Named;
use crate::records::Claim;
use crate::reference::{Kind, Ref};
use crate::view::{Told, View};
use crate::vocabulary::{Predicate, Status};
use crate::words::Words;

/// A node of the graph.
#[derive(Debug, Clone, Serialize)]
pub struct Node {
    /// Which organisation (or state that invested).
    #[serde(flatten)]
    pub of: Named,
    /// Steps from the one asked for: negative towards owners, positive towards holdings.
    pub step: i32,
    /// It stands on a list of a public authority on the day.
    pub listed: bool,
    /// The word for that, where it does: a colour alone says nothing.
    pub mark: Option<Words>,
}

/// An edge of the graph.
#[derive(Debug, Clone, Serialize)]
pub struct Edge {
    /// Owner, group or predecessor.
    pub owner: Ref,
    /// Owned, member or successor.
    pub owned: Ref,
    /// What is said.
    pub said: Told,
}

/// Owners and holdings around one organisation.
#[derive(Debug, Clone, Serialize)]
pub struct Graph {
    /// The one asked for.
    pub of: Named,
    /// Organisations, by step and name.
    pub nodes: Vec<Node>,
    /// Claims, by date.
    pub edges: Vec<Edge>,
    /// Owners that are not named here.
    pub unnamed: Vec<Told>,
}

/// Owner and owned of a claim, if it is one about ownership.
pub(crate) fn ends(claim: &Claim) -> Option<(&Ref, &Ref)> {
    let object = claim.object.as_ref()?;
    match claim.predicate {
        Predicate::Owns | Predicate::Acquired | Predicate::Manages | Predicate::InvestedIn | Predicate::SucceededBy => {
            Some((&claim.subject, object))
        }
        Predicate::MemberOf => Some((object, &claim.subject)),
        _ => None,
    }
}

impl View<'_> {
    /// Owners and holdings up to a number of steps away.
    pub fn owners(&self, of: &Ref, steps: usize) -> Graph {
        let mut step: BTreeMap<Ref, i32> = BTreeMap::from([(of.clone(), 0)]);
        let mut claims: BTreeSet<&str> = BTreeSet::new();
        // Upwards only from owners and downwards only from holdings: the siblings of a holding are another question.
        for upwards in [true, false] {
            let mut pending = VecDeque::from([(of.clone(), 0_usize)]);
            while let Some((here, away)) = pending.pop_front() {
                if away == steps {
                    continue;
                }
                for claim in self.register.touching(&here) {
                    let Some((owner, held)) = ends(claim).filter(|_| self.is_in_view(claim)) else { continue };
                    let (from, to) = if upwards { (held, owner) } else { (owner, held) };
                    if *from != here {
                        continue;
                    }
                    claims.insert(&claim.id);
                    if !step.contains_key(to) {
                        let away = i32::try_from(away + 1).unwrap_or(i32::MAX);
                        step.insert(to.clone(), if upwards { -away } else { away });
                        pending.push_back((to.clone(), usize::try_from(away).unwrap_or(steps)));
                    }
                }
            }
        }
        let mut edges: Vec<Edge> = claims
            .into_iter()
            .filter_map(|id| self.register.claim(id))
            .filter_map(|claim| {
                let (owner, held) = ends(claim)?;
                Some(Edge { owner: owner.clone(), owned: held.clone(), said: self.tell(claim) })
            })
            .collect();
        edges.sort_by_key(|edge| (edge.said.when().is_none(), edge.said.when(), edge.said.id.clone()));
        let mut nodes: Vec<Node> = step
            .into_iter()
            .map(|(of, step)| {
                let listed = self.is_listed(&of);
                let mark = listed.then(|| self.register.vocabulary.status(Status::Sanctioned));
                Node { of: self.register.named(&of), step, listed, mark }
            })
            .collect();
        nodes.sort_by(|a, b| (a.step, &a.of.name.en).cmp(&(b.step, &b.of.name.en)));
        let unnamed = self.register.said_of(of).filter(|claim| claim.predicate == Predicate::OwnedBy);
        Graph { of: self.register.named(of), unnamed: self.tell_all(unnamed), nodes, edges }
    }

    /// Whether a listing of the organisation itself is in force on the day.
    pub(crate) fn is_listed(&self, of: &Ref) -> bool {
        of.kind == Kind::Organisation
            && self
                .register
                .said_of(of)
                .any(|claim| claim.predicate == Predicate::ListedIn && self.hold(claim) == Hold::Holds)
    }

    /// Every organisation that owns, groups or preceded another, with the fewest steps to it. The other itself is not
    /// among them.
    pub(crate) fn above(&self, of: &Ref, steps: usize) -> Vec<(Ref, usize)> {
        let graph = self.owners(of, steps);
        let above = graph.nodes.into_iter().filter(|node| node.step < 0);
        above.map(|node| (node.of.of, node.step.unsigned_abs() as usize)).collect()
    }
}
