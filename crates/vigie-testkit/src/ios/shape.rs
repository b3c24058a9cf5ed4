//! Versions of iOS that evidence is made of, with a model that could run them and a day on which it could be taken.

use crate::backup::Device;
use crate::time::Moment;

/// A version of iOS on a phone.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// The line.
    pub major: u32,
    /// The version.
    pub version: &'static str,
    /// Its build.
    pub build: &'static str,
    /// Model identifier.
    pub product_type: &'static str,
    /// Marketing name.
    pub product_name: &'static str,
    /// When the evidence was taken.
    pub taken: Moment,
}

/// One of each line from 14 to 26.
pub const SHAPES: &[Shape] = &[
    shape(14, "14.8.1", "18H107", "iPhone12,1", "iPhone 11", Moment::utc(2021, 11, 20, 9, 12, 30)),
    shape(15, "15.3.1", "19D52", "iPhone12,1", "iPhone 11", Moment::utc(2022, 3, 14, 9, 12, 30)),
    shape(16, "16.6.1", "20G81", "iPhone13,2", "iPhone 12", Moment::utc(2023, 10, 2, 9, 12, 30)),
    shape(17, "17.5.1", "21F90", "iPhone14,5", "iPhone 13", Moment::utc(2024, 6, 20, 9, 12, 30)),
    shape(18, "18.5", "22F76", "iPhone15,2", "iPhone 14 Pro", Moment::utc(2025, 6, 18, 9, 12, 30)),
    shape(26, "26.2", "23C55", "iPhone16,1", "iPhone 15 Pro", Moment::utc(2026, 1, 9, 9, 12, 30)),
];

const fn shape(
    major: u32,
    version: &'static str,
    build: &'static str,
    product_type: &'static str,
    product_name: &'static str,
    taken: Moment,
) -> Shape {
    Shape { major, version, build, product_type, product_name, taken }
}

impl Shape {
    /// The shape of a line.
    pub fn of(major: u32) -> Option<&'static Self> {
        SHAPES.iter().find(|shape| shape.major == major)
    }

    /// The name of a sysdiagnose taken of it.
    pub fn sysdiagnose(&self) -> String {
        let (year, month, day, hour, minute, second) = self.taken.civil();
        let stamp = format!("{year}.{month:02}.{day:02}_{hour:02}-{minute:02}-{second:02}+0000");
        format!("sysdiagnose_{stamp}_iPhone-OS_iPhone_{}", self.build)
    }

    /// The device, for a backup of it.
    pub fn device(&self) -> Device {
        Device {
            product_name: self.product_name.to_owned(),
            product_type: self.product_type.to_owned(),
            product_version: self.version.to_owned(),
            build_version: self.build.to_owned(),
            ..Device::default()
        }
    }
}
