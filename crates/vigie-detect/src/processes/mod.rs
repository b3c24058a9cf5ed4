//! What is ordinary of a program on iOS: where it may run from, and the names Apple gives its own.

mod arguments;
mod place;
mod programs;
mod table;

pub use arguments::{Endpoint, endpoint_in_arguments};
pub use place::{Place as ProgramPlace, device_path};
pub use programs::{Program, known_name, known_program, known_programs};
pub use table::{Explained, ProgramRow, ProgramTable};
