//! Each command, each error and each exit code, as transcripts: `tests/cmd/*.trycmd`, run in the root of the
//! repository. `TRYCMD=overwrite cargo test -p vigie --test transcripts` writes them anew; read the difference.

use std::path::Path;

#[test]
fn commands_say_what_their_transcripts_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the root is there");
    std::env::set_current_dir(&root).expect("can be entered");
    let empty = tempfile::tempdir().expect("a folder");
    trycmd::TestCases::new()
        .env("LC_ALL", "C")
        .env("NO_COLOR", "1")
        .env("EMPTY", empty.path().display().to_string())
        .case("crates/vigie/tests/cmd/*.trycmd");
}
