//! A file that cannot be read is met by every artifact that reads it, and is one problem all the same.

use vigie_model::{Place, Problem, ProblemCode};

/// Sorts problems. What several artifacts that read the same file met at the same place is told of the first of them only, as the
/// coverage tells it of each; answers how many were left out for that.
pub(crate) fn told_once(problems: &mut Vec<Problem>) -> u64 {
    fn met(problem: &Problem) -> (ProblemCode, &Option<String>, &Place, &str) {
        (problem.code, &problem.source, &problem.place, &problem.detail)
    }
    problems.sort_by(|a, b| met(a).cmp(&met(b)).then_with(|| a.artifact.cmp(&b.artifact)));
    let before = problems.len();
    problems.dedup_by(|again, first| {
        first.source.is_some() && first.artifact != again.artifact && met(first) == met(again)
    });
    let repeated = before.saturating_sub(problems.len());
    problems.sort();
    repeated as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_several_artifacts_met_is_told_once() {
        let problem = |artifact: Option<&str>, source: Option<&str>, offset: u64, detail: &str| Problem {
            code: ProblemCode::FileUnreadable,
            artifact: artifact.map(str::to_owned),
            source: source.map(str::to_owned),
            place: Place::Offset { offset },
            detail: detail.to_owned(),
        };
        let kept = [
            problem(None, None, 0, "damaged"),
            problem(Some("a"), None, 0, "damaged"),
            problem(Some("a"), Some("one"), 0, "cut"),
            problem(Some("a"), Some("one"), 0, "damaged"),
            problem(Some("b"), Some("one"), 7, "damaged"),
            problem(Some("b"), Some("two"), 0, "damaged"),
            // Twice by the same artifact: not the same thing.
            problem(Some("b"), Some("two"), 0, "damaged"),
        ];
        let mut problems = kept.to_vec();
        problems.extend(["c", "b"].map(|artifact| problem(Some(artifact), Some("one"), 0, "damaged")));
        assert_eq!(told_once(&mut problems), 2);
        assert_eq!(problems, kept);
    }
}
