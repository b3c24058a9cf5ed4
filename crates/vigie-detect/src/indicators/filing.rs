//! From a pattern to rows and keys: what decides alone becomes a value of its own, the rest a compound.

use vigie_model::Timestamp;

use super::atom::{self, Atom, Form, Tree};
use super::builder::MatcherBuilder;
use super::compound::{Compound, Expr, Plan};
use super::kind::IndicatorKind;
use super::pack::Pack;
use super::pattern::{self, Comparison, Observation};
use super::store::{Goal, Row, Span};
use super::unusable::{Reason, Warning};

/// What all values of one indicator share.
pub(super) struct Head {
    pub(super) id: Span,
    pub(super) names: u32,
    pub(super) sources: u32,
    pub(super) pack: u16,
    pub(super) revoked: bool,
    pub(super) confidence: Option<u8>,
    pub(super) valid_from: Option<Timestamp>,
    pub(super) valid_until: Option<Timestamp>,
}

/// Different paths may have their wild components at this many different places; each costs every path a look-up.
pub(super) const MAX_MASKS: usize = 64;
pub(super) const FULL: Reason = Reason::Limit("four gigabytes of indicators are loaded already");

impl MatcherBuilder {
    /// Files a pattern; what cannot be used is noted in the pack.
    pub(super) fn add_pattern(&mut self, pack: &mut Pack, id: &str, text: &str, head: &Head) {
        let tree = match pattern::parse(text) {
            Ok(tree) => tree,
            Err(e) => return pack.refuse(id, text, e.into()),
        };
        let mut warnings = Vec::new();
        let mut refused = Vec::new();
        let mut used = false;
        let mut singles = Vec::new();
        if alternatives(&tree, &mut singles) {
            for comparison in singles {
                match self.single(pack, comparison, text, head, &mut warnings) {
                    Ok(()) => used = true,
                    Err(reason) => refused.push(reason),
                }
            }
        } else {
            match self.several(pack, &tree, text, head, &mut warnings) {
                Ok(()) => used = true,
                Err(reason) => refused.push(reason),
            }
        }
        if used {
            pack.usable += u64::from(!head.revoked);
            warnings.extend(refused.into_iter().map(Warning::Partly));
        } else if let Some(reason) = refused.pop() {
            pack.refuse(id, text, reason);
        }
        for warning in warnings {
            pack.warn(id, text, warning);
        }
    }

    /// One observation: each alternative that is a plain comparison becomes a value of its own.
    fn single(
        &mut self,
        pack: &mut Pack,
        comparison: &Comparison,
        text: &str,
        head: &Head,
        warnings: &mut Vec<Warning>,
    ) -> Result<(), Reason> {
        let tree = atom::tree(comparison, warnings)?;
        let branches = match tree {
            Tree::Any(branches) => branches,
            one => vec![one],
        };
        let mut used = false;
        let mut refused = Vec::new();
        for branch in branches {
            let filed = match branch {
                Tree::Is(atom) => self.add_atom(pack, &atom, head, warnings),
                other if other.is_anchored() => self.compound(pack, &[other], None, text, head),
                _ => Err(Reason::OnlyNegations),
            };
            match filed {
                Ok(()) => used = true,
                Err(reason) => refused.push(reason),
            }
        }
        if used {
            warnings.extend(refused.into_iter().map(Warning::Partly));
            return Ok(());
        }
        Err(refused.pop().unwrap_or(Reason::NoPattern))
    }

    fn several(
        &mut self,
        pack: &mut Pack,
        tree: &Observation,
        text: &str,
        head: &Head,
        warnings: &mut Vec<Warning>,
    ) -> Result<(), Reason> {
        let mut leaves = Vec::new();
        let plan = Plan::new(tree, &mut |comparison| {
            let leaf = atom::tree(comparison, warnings)?;
            if !leaf.is_anchored() {
                return Err(Reason::OnlyNegations);
            }
            leaves.push(leaf);
            u32::try_from(leaves.len() - 1).map_err(|_| Reason::Limit("it has too many observations"))
        })?;
        self.compound(pack, &leaves, Some(plan), text, head)
    }

    fn compound(
        &mut self,
        pack: &mut Pack,
        leaves: &[Tree],
        plan: Option<Plan>,
        text: &str,
        head: &Head,
    ) -> Result<(), Reason> {
        let value = self.store.keep(text).ok_or(FULL)?;
        let row = self.row(IndicatorKind::Pattern, value, head)?;
        let number = u32::try_from(self.compounds.len()).map_err(|_| FULL)?;
        self.compounds.push(Compound { row, leaves: Vec::new(), plan });
        let leaves = leaves.iter().map(|leaf| self.expr(leaf, number)).collect::<Result<Vec<_>, _>>()?;
        self.compounds[number as usize].leaves = leaves;
        count(pack, IndicatorKind::Pattern, head);
        Ok(())
    }

    fn expr(&mut self, tree: &Tree, compound: u32) -> Result<Expr, Reason> {
        let mut all = |many: &[Tree]| many.iter().map(|t| self.expr(t, compound)).collect::<Result<Vec<_>, _>>();
        Ok(match tree {
            Tree::All(many) => Expr::All(all(many)?),
            Tree::Any(many) => Expr::Any(all(many)?),
            Tree::Is(atom) => Expr::Is(self.part(atom, compound)?),
            Tree::Not(atom) => Expr::Not(self.part(atom, compound)?, atom.kind),
        })
    }

    fn part(&mut self, atom: &Atom, compound: u32) -> Result<u32, Reason> {
        let part = u32::try_from(self.parts.len()).map_err(|_| FULL)?;
        self.parts.push(compound);
        let shown = self.store.keep(&atom.shown).ok_or(FULL)?;
        self.file(atom, shown, Goal::Part(part))?;
        Ok(part)
    }

    /// A value that decides alone.
    pub(super) fn add_atom(
        &mut self,
        pack: &mut Pack,
        atom: &Atom,
        head: &Head,
        warnings: &mut Vec<Warning>,
    ) -> Result<(), Reason> {
        let shown = self.store.keep(&atom.shown).ok_or(FULL)?;
        let row = self.row(atom.kind, shown, head)?;
        let twice = self.file(atom, shown, Goal::Row(row));
        if twice.is_err() {
            // Nothing leads to it.
            self.store.rows.pop();
        }
        if twice? {
            pack.duplicates += 1;
            warnings.push(Warning::Duplicate);
        }
        count(pack, atom.kind, head);
        Ok(())
    }

    fn row(&mut self, kind: IndicatorKind, value: Span, head: &Head) -> Result<u32, Reason> {
        let row = u32::try_from(self.store.rows.len()).map_err(|_| FULL)?;
        self.store.rows.push(Row {
            id: head.id,
            value,
            names: head.names,
            sources: head.sources,
            pack: head.pack,
            kind,
            revoked: head.revoked,
            confidence: head.confidence,
            valid_from: head.valid_from,
            valid_until: head.valid_until,
        });
        Ok(row)
    }

    /// True when the value stands twice in its pack.
    fn file(&mut self, atom: &Atom, shown: Span, goal: Goal) -> Result<bool, Reason> {
        match &atom.form {
            Form::Keys(keys) => {
                let mut twice = false;
                for (drawer, key) in keys {
                    // The last key is the value itself; those before it are cuts and variants many may share.
                    twice = self.store.file(*drawer, key, shown, goal).ok_or(FULL)?;
                }
                Ok(twice)
            }
            Form::Wild(key, mask) => {
                if !self.store.masks.contains(mask) {
                    if self.store.masks.len() >= MAX_MASKS {
                        return Err(Reason::Limit("too many different places of UUIDs in paths"));
                    }
                    self.store.masks.push(mask.clone());
                }
                self.store.file(atom::Drawer::FilePathWild, key, shown, goal).ok_or(FULL)
            }
            Form::Net(net) => Ok(self.store.file_net(*net, goal)),
            Form::Regex(expression) => {
                self.expressions.push((atom.kind, expression.clone(), goal));
                Ok(false)
            }
        }
    }
}

fn count(pack: &mut Pack, kind: IndicatorKind, head: &Head) {
    if !head.revoked {
        *pack.by_kind.entry(kind).or_default() += 1;
    }
}

/// The observations of `[a] OR [b]`, or of a single one. False for patterns that need several at once.
fn alternatives<'o>(tree: &'o Observation, out: &mut Vec<&'o Comparison>) -> bool {
    match tree {
        Observation::Single(comparison) => {
            out.push(comparison);
            true
        }
        Observation::Or(any) => any.iter().all(|o| alternatives(o, out)),
        Observation::And(_) | Observation::FollowedBy(_) | Observation::Qualified(..) => false,
    }
}
