//! Values that parsers of one piece of evidence make once and share.

use std::any::{Any, TypeId};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// One value per type, made when it is first asked for.
#[derive(Debug, Default)]
pub struct Shared(Mutex<BTreeMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl Shared {
    /// The value of a type. `make` runs at most once, also when several threads ask at the same time; the map is not
    /// locked meanwhile.
    pub(crate) fn get<T: Send + Sync + 'static>(&self, make: impl FnOnce() -> T) -> Arc<T> {
        let slot = {
            let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let empty = || -> Arc<dyn Any + Send + Sync> { Arc::new(OnceLock::<Arc<T>>::new()) };
            Arc::clone(slots.entry(TypeId::of::<T>()).or_insert_with(empty))
        };
        match slot.downcast::<OnceLock<Arc<T>>>() {
            Ok(slot) => Arc::clone(slot.get_or_init(|| Arc::new(make()))),
            // Cannot be: the slot is keyed by the type. The value is right all the same.
            Err(_) => Arc::new(make()),
        }
    }
}
