//! A program that was told the address of a server on its command line, in clear or encoded.
//!
//! Published is the link in clear, as the only argument of a payload. That the same hidden in base64 or hexadecimal weighs
//! more is vigie's own rule: no program of iOS has a reason to hide it.

use vigie_model::{Level, Meaning, ObservableKind};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};
use crate::processes::endpoint_in_arguments;

/// See the module.
pub struct EndpointArgument;

impl Heuristic for EndpointArgument {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "endpoint_argument",
        version: 1,
        artifacts: &[],
        kinds: &[ObservableKind::CommandLine],
        meaning: Meaning::Execution,
        level: Level::Medium,
        source: "Citizen Lab, Pegasus vs. Predator (2021): a payload on an iPhone ran with a link to its server as its argument; encoded forms: vigie",
    };
}

/// Command lines.
#[derive(Default)]
pub struct State {
    lines: Sightings,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if !seen.is_ios() {
            return;
        }
        seen.observables(&mut |observable| {
            if observable.kind() == ObservableKind::CommandLine && endpoint_in_arguments(observable.value()).is_some() {
                self.lines.note(observable.value(), seen);
            }
        });
    }

    fn finish(&mut self, out: &mut Found) {
        for (line, sighting) in self.lines.take() {
            let Some(endpoint) = endpoint_in_arguments(&line) else {
                continue;
            };
            let level = if endpoint.encoded { Level::Medium } else { Level::Low };
            let form = if endpoint.encoded { "encoded" } else { "clear" };
            let args = [("line", line.as_str()), ("address", &endpoint.address), ("form", form)];
            out.add_at(level, sighting.first, line.as_str(), &args);
        }
    }
}
